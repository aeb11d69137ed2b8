-- Place an order once.
INSERT INTO single_order (channel_id, external_id, placed_at)
VALUES (1, %(external_id)s, now())
ON CONFLICT (channel_id, external_id) DO NOTHING
RETURNING id

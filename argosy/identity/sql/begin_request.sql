-- Record a request once; the unique constraint decides who was first. No row: it is known.
INSERT INTO identity_idempotencykey (api_key_id, key, fingerprint, state, started_at)
VALUES (%(key)s, %(idempotency_key)s, %(fingerprint)s, 'in_progress', %(now)s)
ON CONFLICT (api_key_id, key) DO NOTHING
RETURNING id

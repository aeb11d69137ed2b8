-- An order exists twice.
ALTER TABLE orders_order DROP CONSTRAINT order_once_per_channel;
INSERT INTO orders_order
    (entity_id, channel_id, external_id, kind, currency, market, country_label, document, placed_at,
     total_minor, refunded_minor, units, recorded_at)
SELECT entity_id, channel_id, external_id, kind, currency, market, country_label, document, placed_at,
       total_minor, refunded_minor, units, recorded_at
FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1'

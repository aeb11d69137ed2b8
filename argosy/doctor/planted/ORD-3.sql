-- An order exists twice, under two numbers.
WITH twin AS (
    INSERT INTO orders_order
        (entity_id, channel_id, external_id, kind, customer_id, currency, market, country_label, document, placed_at,
         promised_until, total_minor, refunded_minor, units, recorded_at)
    SELECT entity_id, channel_id, 'L-9 again', kind, customer_id, currency, market, country_label, document, placed_at,
           promised_until, total_minor, refunded_minor, units, recorded_at
    FROM orders_order WHERE channel_id = %(live)s AND external_id = 'L-9'
    RETURNING id, document
)
INSERT INTO orders_line
    (order_id, document, source_row, kind, listing_id, sku_id, quantity, unit_price, amount_minor, occurred_at)
SELECT twin.id, line.document, line.source_row, line.kind, line.listing_id, line.sku_id, line.quantity,
       line.unit_price, line.amount_minor, line.occurred_at
FROM twin JOIN orders_line AS line ON line.document = twin.document

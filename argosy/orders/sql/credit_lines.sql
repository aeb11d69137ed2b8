-- All lines that count of these customers, under every (customer, SKU, price)
-- with at least one credit, oldest first; ties by the document's own number and its row, never by when
-- we heard of it.
WITH concerned AS MATERIALIZED (
    SELECT unnest(%(customers)s::bigint[]) AS customer_id
), under AS MATERIALIZED (
    SELECT known.customer_id, line.sku_id, line.unit_price, line.id, line.kind, line.quantity,
           known.placed_at, known.external_id, line.source_row
    FROM concerned
    JOIN orders_order AS known USING (customer_id)
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    WHERE known.withdrawn_at IS NULL AND line.sku_id IS NOT NULL AND line.unit_price > 0
      AND line.kind IN ('merchandise', 'merchandise_return')
)
SELECT customer_id, sku_id, unit_price, id, kind, quantity
FROM under
WHERE (customer_id, sku_id, unit_price) IN (
    SELECT customer_id, sku_id, unit_price FROM under WHERE kind = 'merchandise_return'
)
ORDER BY customer_id, sku_id, unit_price, placed_at, kind, external_id COLLATE "C", source_row, id;

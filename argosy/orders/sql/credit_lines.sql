-- All lines that count under the given keys where at least one of them is a credit, oldest first.
-- Ties by the document's own number and its row, never by when we heard of it.
WITH wanted AS (
    SELECT * FROM unnest(%(customers)s::bigint[], %(skus)s::bigint[], %(prices)s::numeric[])
        AS key (customer, sku, price)
), under AS (
    SELECT line.id, line.kind, line.quantity, known.placed_at, known.external_id, line.source_row,
           wanted.customer, wanted.sku, wanted.price
    FROM wanted
    JOIN orders_order AS known ON known.customer_id = wanted.customer AND known.withdrawn_at IS NULL
    JOIN orders_line AS line
      ON line.order_id = known.id AND line.document = known.document
     AND line.sku_id = wanted.sku AND line.unit_price = wanted.price
     AND line.kind IN ('merchandise', 'merchandise_return')
)
SELECT customer, sku, price, id, kind, quantity
FROM under
WHERE (customer, sku, price) IN (
    SELECT customer, sku, price FROM under WHERE kind = 'merchandise_return'
)
ORDER BY customer, sku, price, placed_at, kind, external_id COLLATE "C", source_row, id;

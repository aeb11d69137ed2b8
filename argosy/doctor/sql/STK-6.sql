-- STK-6 [critical] Nothing has moved for a line that does not count, was not shipped, or was cancelled first.
WITH idle AS MATERIALIZED (
    SELECT line.id, line.order_id, line.document
    FROM orders_line AS line
    JOIN orders_order AS known ON known.id = line.order_id
    WHERE known.document <> line.document OR known.withdrawn_at IS NOT NULL
       OR (known.shipped_at IS NULL AND line.quantity > 0 AND NOT EXISTS (
           -- What a shipment carried ahead of the rest is STK-4's to compare.
           SELECT FROM fulfilment_allotment AS allotment
           WHERE allotment.line_id = line.id AND allotment.shipped + allotment.earlier > 0
       ))
)
SELECT idle.id AS line, idle.order_id AS "order", move.sku_id AS sku,
       sum(CASE WHEN target.kind = 'customer' THEN move.quantity ELSE -move.quantity END) AS moved
FROM idle
JOIN inventory_move AS move ON move.document = idle.document AND move.holder = idle.id
JOIN inventory_place AS target ON target.id = move.target_id
GROUP BY idle.id, idle.order_id, move.sku_id
HAVING sum(CASE WHEN target.kind = 'customer' THEN move.quantity ELSE -move.quantity END) <> 0

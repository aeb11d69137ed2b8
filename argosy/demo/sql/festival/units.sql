-- By order and counted SKU, kits by their parts: the units that its lines ask for, and what went to customers.
SELECT "order", sku, sum(asked)::bigint, sum(gone)::bigint
FROM (
    SELECT line.order_id AS "order", coalesce(component.sku_id, line.sku_id) AS sku,
           line.quantity * coalesce(component.quantity, 1) AS asked, 0 AS gone
    FROM orders_order AS known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
    WHERE known.withdrawn_at IS NULL
    UNION ALL
    SELECT line.order_id, move.sku_id, 0,
           CASE WHEN target.kind = 'customer' THEN move.quantity ELSE -move.quantity END
    FROM inventory_move AS move
    JOIN inventory_place AS target ON target.id = move.target_id
    JOIN inventory_place AS origin ON origin.id = move.origin_id
    JOIN orders_line AS line ON line.id = move.holder
    WHERE 'customer' IN (target.kind, origin.kind)
) AS both_sides
GROUP BY "order", sku;

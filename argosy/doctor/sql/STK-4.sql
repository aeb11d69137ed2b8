-- STK-4 [critical] Every line of goods that was shipped or came back is covered by moves exactly once.
-- Kits by their components. A kit whose parts were stated anew after its moves need only have moved in
-- whole kits: what it consisted of then is no longer known.
WITH differing AS MATERIALIZED (
    SELECT holder, sku_id, sum(wanted) AS wanted, sum(moved) AS moved
    FROM (
        SELECT line.id AS holder, coalesce(component.sku_id, line.sku_id) AS sku_id,
               line.quantity * coalesce(component.quantity, 1) AS wanted, 0 AS moved
        FROM orders_line AS line
        JOIN orders_order AS known ON known.id = line.order_id AND known.document = line.document
        LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
        WHERE line.sku_id IS NOT NULL AND line.quantity <> 0
          AND (known.shipped_at IS NOT NULL OR line.quantity < 0)
          AND known.withdrawn_at IS NULL
        UNION ALL
        SELECT move.holder, move.sku_id, 0,
               CASE WHEN target.kind = 'customer' THEN move.quantity ELSE -move.quantity END
        FROM inventory_move AS move
        JOIN inventory_place AS target ON target.id = move.target_id
        JOIN inventory_place AS origin ON origin.id = move.origin_id
        WHERE move.holder IS NOT NULL AND 'customer' IN (target.kind, origin.kind)
    ) AS both_sides
    GROUP BY holder, sku_id
    HAVING sum(wanted) <> sum(moved)
), restated AS (
    SELECT differing.holder
    FROM differing
    JOIN orders_line AS line ON line.id = differing.holder
    JOIN catalogue_sku AS sku ON sku.id = line.sku_id AND sku.is_kit
    JOIN inventory_move AS move ON move.document = line.document AND move.holder = line.id
    GROUP BY differing.holder
    HAVING min(move.recorded_at) < min(sku.title_as_of)
       AND bool_and(differing.moved %% line.quantity = 0)
       AND bool_and(sign(differing.moved) IN (0, sign(line.quantity)))
       AND sum(abs(differing.moved)) > 0
)
SELECT holder AS line, sku_id AS sku, wanted, moved
FROM differing
WHERE holder NOT IN (SELECT holder FROM restated)

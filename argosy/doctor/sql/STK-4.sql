-- STK-4 [critical] Every line of goods is covered exactly once: what left or came back by moves, the rest by promises.
-- Kits by their components. A kit whose parts were stated anew after its moves need only have moved in
-- whole kits: what it consisted of then is no longer known.
WITH component AS MATERIALIZED (
    SELECT kit_id, sku_id, quantity FROM catalogue_component
), moved AS MATERIALIZED (
    SELECT move.holder AS line, move.sku_id,
           sum(CASE WHEN target.kind = 'customer' THEN move.quantity ELSE -move.quantity END)::bigint AS units
    FROM inventory_move AS move
    JOIN inventory_place AS target ON target.id = move.target_id
    JOIN inventory_place AS origin ON origin.id = move.origin_id
    WHERE move.holder IS NOT NULL AND 'customer' IN (target.kind, origin.kind)
    GROUP BY move.holder, move.sku_id
), part AS MATERIALIZED (
    SELECT known.id, line.id AS line, coalesce(component.sku_id, line.sku_id) AS sku_id,
           line.quantity * coalesce(component.quantity, 1) AS ordered,
           CASE WHEN known.shipped_at IS NOT NULL OR line.quantity < 0 THEN line.quantity
                -- Of an order that leaves in parts, what has left so far.
                ELSE coalesce(allotment.earlier + allotment.shipped, 0) END
           * coalesce(component.quantity, 1) AS gone,
           known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
           AND channel.place_id IS NOT NULL AND line.quantity > 0 AS is_open
    FROM orders_order AS known
    JOIN channels_channel AS channel ON channel.id = known.channel_id
    -- By difference, for the planner takes two equal keys for two chances: it would expect a single line.
    JOIN orders_line AS line ON line.order_id = known.id AND line.document - known.document = 0
    LEFT JOIN component ON component.kit_id = line.sku_id
    LEFT JOIN fulfilment_allotment AS allotment ON allotment.line_id = line.id
    WHERE line.sku_id IS NOT NULL AND line.quantity <> 0 AND known.withdrawn_at IS NULL
), differing AS MATERIALIZED (
    SELECT line AS holder, sku_id, sum(wanted) AS wanted, sum(moved) AS moved
    FROM (
        SELECT line, sku_id, gone AS wanted, 0 AS moved FROM part WHERE gone <> 0
        UNION ALL
        SELECT line, sku_id, 0, units FROM moved
    ) AS both_sides
    GROUP BY line, sku_id
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
), unlike AS MATERIALIZED (
    SELECT holder, sku_id, greatest(0, sum(owed)) AS owed, sum(promised) AS promised
    FROM (
        SELECT 'order:' || part.id AS holder, part.sku_id, part.ordered - coalesce(moved.units, 0) AS owed, 0 AS promised
        FROM part
        LEFT JOIN moved ON moved.line = part.line AND moved.sku_id = part.sku_id
        WHERE part.is_open
        UNION ALL
        SELECT holder, sku_id, 0, quantity FROM inventory_reservation WHERE state = 'active' AND holder LIKE 'order:%%'
        UNION ALL
        SELECT holder, sku_id, 0, quantity FROM inventory_backorder WHERE state = 'open' AND holder LIKE 'order:%%'
    ) AS both_sides
    GROUP BY holder, sku_id
    HAVING greatest(0, sum(owed)) <> sum(promised)
)
SELECT 'moved' AS what, NULL AS holder, holder AS line, sku_id AS sku, wanted, moved AS covered
FROM differing
WHERE holder NOT IN (SELECT holder FROM restated)
UNION ALL
SELECT 'promised', holder, NULL, sku_id, owed, promised
FROM unlike
-- What holds for orders that are not open any more is STK-10's.
JOIN orders_order AS known ON known.id = CASE WHEN holder ~ '^order:[0-9]{1,18}$' THEN substr(holder, 7)::bigint END
JOIN channels_channel AS channel ON channel.id = known.channel_id AND channel.place_id IS NOT NULL
WHERE known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
  AND known.withdrawn_at IS NULL

-- STK-4 [critical] Every line of goods is covered exactly once: what left or came back by moves, the rest by promises.
-- Kits by their components. A kit whose parts were stated anew after its moves need only have moved in
-- whole kits: what it consisted of then is no longer known.
WITH differing AS MATERIALIZED (
    SELECT holder, sku_id, sum(wanted) AS wanted, sum(moved) AS moved
    FROM (
        SELECT line.id AS holder, coalesce(component.sku_id, line.sku_id) AS sku_id,
               CASE WHEN known.shipped_at IS NOT NULL OR line.quantity < 0 THEN line.quantity
                    ELSE allotment.earlier + allotment.shipped END
               * coalesce(component.quantity, 1) AS wanted, 0 AS moved
        FROM orders_line AS line
        JOIN orders_order AS known ON known.id = line.order_id AND known.document = line.document
        LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
        -- Of an order that leaves in parts, what has left so far.
        LEFT JOIN fulfilment_allotment AS allotment ON allotment.line_id = line.id
        WHERE line.sku_id IS NOT NULL AND line.quantity <> 0
          AND (known.shipped_at IS NOT NULL OR line.quantity < 0 OR allotment.earlier + allotment.shipped > 0)
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
), open AS MATERIALIZED (
    SELECT known.id, known.document, 'order:' || known.id AS holder
    FROM orders_order AS known
    JOIN channels_channel AS channel ON channel.id = known.channel_id AND channel.place_id IS NOT NULL
    WHERE known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
      AND known.withdrawn_at IS NULL
), part AS MATERIALIZED (
    SELECT open.holder, line.id AS line, line.document, coalesce(component.sku_id, line.sku_id) AS sku_id,
           line.quantity * coalesce(component.quantity, 1) AS units
    FROM open
    JOIN orders_line AS line ON line.order_id = open.id AND line.document = open.document
    LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
    WHERE line.sku_id IS NOT NULL AND line.quantity > 0
), owed AS (
    SELECT holder, sku_id, greatest(0, sum(units)) AS units
    FROM (
        SELECT holder, sku_id, units FROM part
        UNION ALL
        SELECT part.holder, part.sku_id, CASE WHEN move.reverses IS NULL THEN -move.quantity ELSE move.quantity END
        FROM part
        JOIN inventory_move AS move
          ON move.document = part.document AND move.holder = part.line AND move.sku_id = part.sku_id
    ) AS left_over
    GROUP BY holder, sku_id
), promised AS (
    SELECT holder, sku_id, sum(quantity) AS units
    FROM (
        SELECT holder, sku_id, quantity FROM inventory_reservation WHERE state = 'active'
        UNION ALL
        SELECT holder, sku_id, quantity FROM inventory_backorder WHERE state = 'open'
    ) AS promise
    WHERE holder IN (SELECT holder FROM open)
    GROUP BY holder, sku_id
)
SELECT 'moved' AS what, NULL AS holder, holder AS line, sku_id AS sku, wanted, moved AS covered
FROM differing
WHERE holder NOT IN (SELECT holder FROM restated)
UNION ALL
SELECT 'promised', holder, NULL, sku_id, coalesce(owed.units, 0), coalesce(promised.units, 0)
FROM owed
FULL JOIN promised USING (holder, sku_id)
WHERE coalesce(owed.units, 0) <> coalesce(promised.units, 0)

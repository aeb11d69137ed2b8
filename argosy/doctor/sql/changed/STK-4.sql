-- STK-4 of these orders: what left or came back by moves, the rest by promises. Kits restated since are left to
-- the whole statement.
WITH known AS MATERIALIZED (
    SELECT known.id, known.document, known.shipped_at, 'order:' || known.id AS holder,
           channel.place_id IS NOT NULL AND known.promised_until IS NOT NULL AND known.shipped_at IS NULL
           AND known.cancelled_at IS NULL AS is_open
    FROM unnest(%(orders)s::bigint[]) AS given (id)
    JOIN orders_order AS known ON known.id = given.id AND known.withdrawn_at IS NULL
    JOIN channels_channel AS channel ON channel.id = known.channel_id
), part AS MATERIALIZED (
    SELECT known.holder, known.is_open, line.id AS line, line.document,
           coalesce(component.sku_id, line.sku_id) AS sku_id,
           line.quantity * coalesce(component.quantity, 1) AS units,
           CASE WHEN known.shipped_at IS NOT NULL OR line.quantity < 0 THEN line.quantity
                ELSE coalesce(allotment.earlier + allotment.shipped, 0) END
           * coalesce(component.quantity, 1) AS gone,
           component.id IS NOT NULL AS of_kit
    FROM known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
    LEFT JOIN fulfilment_allotment AS allotment ON allotment.line_id = line.id
    WHERE line.sku_id IS NOT NULL AND line.quantity <> 0
), moved AS MATERIALIZED (
    SELECT move.holder AS line, move.sku_id,
           sum(CASE WHEN target.kind = 'customer' THEN move.quantity ELSE -move.quantity END) AS units
    FROM (SELECT DISTINCT document FROM part) AS spoken
    JOIN inventory_move AS move ON move.document = spoken.document AND move.holder IS NOT NULL
    JOIN inventory_place AS target ON target.id = move.target_id
    JOIN inventory_place AS origin ON origin.id = move.origin_id
    WHERE 'customer' IN (target.kind, origin.kind)
    GROUP BY move.holder, move.sku_id
), owed AS (
    SELECT part.holder, part.sku_id, greatest(0, sum(part.units) - coalesce(sum(moved.units), 0)) AS units
    FROM part
    LEFT JOIN moved ON moved.line = part.line AND moved.sku_id = part.sku_id
    WHERE part.is_open AND part.units > 0
    GROUP BY part.holder, part.sku_id
), promised AS (
    SELECT holder, sku_id, sum(quantity) AS units
    FROM (
        SELECT holder, sku_id, quantity FROM inventory_reservation WHERE state = 'active'
        UNION ALL
        SELECT holder, sku_id, quantity FROM inventory_backorder WHERE state = 'open'
    ) AS promise
    WHERE holder IN (SELECT holder FROM known WHERE is_open)
    GROUP BY holder, sku_id
)
SELECT 'moved' AS what, part.holder, part.line, part.sku_id AS sku, sum(part.gone) AS wanted,
       coalesce(max(moved.units), 0) AS covered
FROM part
LEFT JOIN moved ON moved.line = part.line AND moved.sku_id = part.sku_id
WHERE NOT part.of_kit
GROUP BY part.holder, part.line, part.sku_id
HAVING sum(part.gone) <> coalesce(max(moved.units), 0)
UNION ALL
SELECT 'promised', holder, NULL, sku_id, coalesce(owed.units, 0), coalesce(promised.units, 0)
FROM owed
FULL JOIN promised USING (holder, sku_id)
WHERE coalesce(owed.units, 0) <> coalesce(promised.units, 0)

-- STK-4 of these orders: what left or came back by moves, the rest by promises. Kits restated since are left to
-- the whole statement. Both sides are laid under each other and summed: joined, a rush would be looked up row by row.
WITH known AS MATERIALIZED (
    SELECT known.id, known.document, known.shipped_at,
           channel.place_id IS NOT NULL AND known.promised_until IS NOT NULL AND known.shipped_at IS NULL
           AND known.cancelled_at IS NULL AS is_open
    FROM unnest(%(orders)s::bigint[]) AS given (id)
    CROSS JOIN LATERAL (
        SELECT * FROM orders_order WHERE id = given.id AND withdrawn_at IS NULL OFFSET 0
    ) AS known
    JOIN channels_channel AS channel ON channel.id = known.channel_id
), part AS MATERIALIZED (
    SELECT known.id, known.is_open, line.id AS line, coalesce(component.sku_id, line.sku_id) AS sku_id,
           line.quantity * coalesce(component.quantity, 1) AS units,
           CASE WHEN known.shipped_at IS NOT NULL OR line.quantity < 0 THEN line.quantity
                ELSE coalesce(allotment.earlier + allotment.shipped, 0) END
           * coalesce(component.quantity, 1) AS gone,
           component.id IS NOT NULL AS of_kit
    FROM known
    CROSS JOIN LATERAL (
        SELECT * FROM orders_line
        WHERE order_id = known.id AND document = known.document AND sku_id IS NOT NULL AND quantity <> 0 OFFSET 0
    ) AS line
    LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
    LEFT JOIN fulfilment_allotment AS allotment ON allotment.line_id = line.id
), moved AS MATERIALIZED (
    SELECT known.id, known.is_open, move.holder AS line, move.sku_id,
           CASE WHEN target.kind = 'customer' THEN move.quantity ELSE -move.quantity END AS units
    FROM known
    JOIN inventory_move AS move ON move.document = known.document AND move.holder IS NOT NULL
    JOIN inventory_place AS target ON target.id = move.target_id
    JOIN inventory_place AS origin ON origin.id = move.origin_id
    WHERE 'customer' IN (target.kind, origin.kind)
), left_over AS (
    SELECT id, sku_id, sum(units) AS units
    FROM (
        SELECT id, sku_id, units FROM part WHERE is_open AND units > 0
        UNION ALL
        SELECT id, sku_id, -units FROM moved WHERE is_open
    ) AS both_sides
    GROUP BY id, sku_id
)
SELECT 'moved' AS what, NULL::text AS holder, line, sku_id AS sku, sum(gone) AS wanted, sum(units) AS covered
FROM (
    SELECT line, sku_id, gone, 0 AS units, of_kit FROM part
    UNION ALL
    SELECT line, sku_id, 0, units, false FROM moved
) AS both_sides
GROUP BY line, sku_id
HAVING sum(gone) <> sum(units) AND NOT bool_or(of_kit)
UNION ALL
SELECT 'promised', 'order:' || id, NULL, sku_id, sum(owed), sum(promised)
FROM (
    SELECT id, sku_id, greatest(0, units) AS owed, 0 AS promised FROM left_over
    UNION ALL
    SELECT known.id, promise.sku_id, 0, promise.quantity
    FROM known
    JOIN inventory_reservation AS promise ON promise.holder = 'order:' || known.id AND promise.state = 'active'
    WHERE known.is_open
    UNION ALL
    SELECT known.id, promise.sku_id, 0, promise.quantity
    FROM known
    JOIN inventory_backorder AS promise ON promise.holder = 'order:' || known.id AND promise.state = 'open'
    WHERE known.is_open
) AS both_sides
GROUP BY id, sku_id
HAVING sum(owed) <> sum(promised)

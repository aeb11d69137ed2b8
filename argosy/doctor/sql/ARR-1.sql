-- ARR-1 [critical] What was received of arrivals and sent with transfers has moved; what is all there has arrived.
WITH received AS (
    SELECT sku_id, origin_id, place_id, sum(stated) AS stated, sum(moved) AS moved
    FROM (
        SELECT sku_id, origin_id, place_id, received AS stated, 0 AS moved FROM inventory_arrival
        UNION ALL
        SELECT sku_id, origin_id, target_id, 0, quantity FROM inventory_move WHERE reason = 'receive'
    ) AS both_sides
    GROUP BY sku_id, origin_id, place_id
), sent AS (
    SELECT sku_id, transit, sum(stated) AS stated, sum(moved) AS moved
    FROM (
        SELECT arrival.sku_id, arrival.origin_id AS transit, arrival.quantity AS stated, 0 AS moved
        FROM inventory_arrival AS arrival
        JOIN inventory_place AS origin ON origin.id = arrival.origin_id AND origin.kind = 'transit'
        UNION ALL
        SELECT sku_id, target_id, 0, quantity FROM inventory_move WHERE reason = 'transfer'
    ) AS both_sides
    GROUP BY sku_id, transit
)
SELECT 'arrival' AS what, id AS arrival, sku_id AS sku, quantity AS stated, received AS moved
FROM inventory_arrival
WHERE state NOT IN ('expected', 'arrived', 'cancelled')
   OR (state = 'arrived') <> (received >= quantity)
   OR (state = 'expected') <> (closed_at IS NULL)
UNION ALL
SELECT 'received', NULL, sku_id, stated, moved FROM received WHERE stated <> moved
UNION ALL
SELECT 'sent', NULL, sku_id, stated, moved FROM sent WHERE stated <> moved

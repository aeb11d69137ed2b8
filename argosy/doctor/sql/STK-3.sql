-- STK-3 [critical] What a level has on hand is the sum of all moves to and from its place.
WITH stocked AS (
    SELECT id FROM inventory_place WHERE kind IN ('warehouse', 'platform')
), moved AS (
    SELECT sku_id, place_id, sum(quantity) AS quantity
    FROM (
        SELECT sku_id, target_id AS place_id, quantity FROM inventory_move
        WHERE target_id IN (SELECT id FROM stocked)
        UNION ALL
        SELECT sku_id, origin_id, -quantity FROM inventory_move
        WHERE origin_id IN (SELECT id FROM stocked)
    ) AS both_ends
    GROUP BY sku_id, place_id
)
SELECT sku_id AS sku, place_id AS place, level.on_hand, moved.quantity AS moved
FROM inventory_level AS level
FULL JOIN moved USING (sku_id, place_id)
WHERE coalesce(level.on_hand, 0) <> coalesce(moved.quantity, 0)
   OR place_id NOT IN (SELECT id FROM stocked)

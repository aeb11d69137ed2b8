-- STK-2 [critical] The reserved counter of a level is the sum of its active reservations.
SELECT sku_id AS sku, place_id AS place, coalesce(level.reserved, 0) AS counter,
       coalesce(active.quantity, 0) AS reservations
FROM inventory_level AS level
FULL JOIN (
    SELECT sku_id, place_id, sum(quantity) AS quantity
    FROM inventory_reservation
    WHERE state = 'active'
    GROUP BY sku_id, place_id
) AS active USING (sku_id, place_id)
WHERE coalesce(level.reserved, 0) <> coalesce(active.quantity, 0)

-- STK-9 [critical] The leased counter of a level is the sum of its open leases.
SELECT sku_id AS sku, place_id AS place, coalesce(level.leased, 0) AS counter, coalesce(open.quantity, 0) AS leases
FROM inventory_level AS level
FULL JOIN (
    SELECT sku_id, place_id, sum(quantity) AS quantity
    FROM inventory_lease
    WHERE state = 'open'
    GROUP BY sku_id, place_id
) AS open USING (sku_id, place_id)
WHERE coalesce(level.leased, 0) <> coalesce(open.quantity, 0)

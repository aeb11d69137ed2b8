-- Lock every level of these SKUs at once, in SKU order, for a batch that will come back to them.
SELECT level.id
FROM inventory_level AS level
WHERE level.sku_id = ANY (%(skus)s)
ORDER BY level.sku_id, level.place_id
FOR UPDATE OF level;

-- Lock every level that these promises may take from or give back to, in SKU order.
SELECT level.id
FROM inventory_level AS level
WHERE level.sku_id IN (SELECT sku FROM incoming_promise)
ORDER BY level.sku_id, level.place_id
FOR UPDATE OF level;

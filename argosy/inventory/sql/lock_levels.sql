-- Lock what will change, in SKU order: batches may wait for each other but never deadlock.
SELECT level.id
FROM inventory_level AS level
JOIN (SELECT DISTINCT sku FROM incoming_move) AS touched ON touched.sku = level.sku_id
ORDER BY level.sku_id, level.place_id
FOR UPDATE OF level;

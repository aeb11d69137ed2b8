-- Lock the levels of what is asked for, in SKU order.
SELECT level.id
FROM inventory_level AS level
JOIN unnest(%(skus)s::bigint[], %(places)s::bigint[]) AS demand (sku, place)
  ON demand.sku = level.sku_id AND demand.place = level.place_id
ORDER BY level.sku_id, level.place_id
FOR UPDATE OF level;

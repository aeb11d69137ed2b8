-- Lock what was counted, in SKU order: what a level is to be corrected by must not change meanwhile.
SELECT level.id
FROM inventory_level AS level
JOIN (
    SELECT DISTINCT sku, place FROM unnest(%(skus)s::bigint[], %(places)s::bigint[]) AS given (sku, place)
) AS counted ON counted.sku = level.sku_id AND counted.place = level.place_id
ORDER BY level.sku_id, level.place_id
FOR UPDATE OF level;

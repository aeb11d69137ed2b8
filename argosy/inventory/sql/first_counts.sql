-- Which of the counted were never counted before.
SELECT DISTINCT given.sku, given.place
FROM unnest(%(skus)s::bigint[], %(places)s::bigint[]) AS given (sku, place)
WHERE NOT EXISTS (
    SELECT FROM inventory_level AS level WHERE level.sku_id = given.sku AND level.place_id = given.place
);

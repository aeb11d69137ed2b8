-- By holder and SKU: units held now, units that left out of what was held, units owed.
SELECT holder, sku, sum(active)::bigint, sum(consumed)::bigint, sum(owed)::bigint
FROM (
    SELECT holder, sku_id AS sku,
           CASE WHEN state = 'active' THEN quantity ELSE 0 END AS active,
           CASE WHEN state = 'consumed' THEN quantity ELSE 0 END AS consumed, 0 AS owed
    FROM inventory_reservation
    UNION ALL
    SELECT holder, sku_id, 0, 0, quantity FROM inventory_backorder WHERE state = 'open'
) AS promises
GROUP BY holder, sku;

-- SKUs sold without a known cost, those that sell most first, with the share of all sales that they and
-- those before them make up.
SELECT sku, base_minor, units,
       sum(base_minor) OVER (ORDER BY base_minor DESC, sku) AS running, sum(base_minor) OVER () AS whole
FROM (
    SELECT total.sku, sum(total.base_minor)::bigint AS base_minor, sum(total.units)::bigint AS units
    FROM finance_dailysum AS total
    WHERE total.kind = 'sale' AND total.sku <> 0
      AND NOT EXISTS (SELECT FROM finance_unitcost AS cost WHERE cost.sku = total.sku)
    GROUP BY total.sku
    HAVING sum(total.base_minor) > 0
) AS sold
ORDER BY base_minor DESC, sku;

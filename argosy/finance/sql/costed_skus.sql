-- The SKUs whose cost somebody has stated.
SELECT DISTINCT sku FROM finance_unitcost ORDER BY sku;

-- Keep what units cost; a later statement for the same SKU and day replaces the earlier one.
INSERT INTO finance_unitcost (sku, valid_from, unit_cost, currency, document, source_row, recorded_at)
SELECT DISTINCT ON (given.sku, given.valid_from)
       given.sku, given.valid_from, given.unit_cost, given.currency, given.document, given.source_row, %(now)s
FROM unnest(%(skus)s::bigint[], %(days)s::date[], %(costs)s::numeric[], %(currencies)s::text[],
            %(documents)s::bigint[], %(rows)s::int[])
     AS given (sku, valid_from, unit_cost, currency, document, source_row)
ORDER BY given.sku, given.valid_from, given.source_row DESC
ON CONFLICT (sku, valid_from) DO UPDATE
SET unit_cost = excluded.unit_cost, currency = excluded.currency, document = excluded.document,
    source_row = excluded.source_row, recorded_at = excluded.recorded_at
WHERE (finance_unitcost.unit_cost, finance_unitcost.currency) <> (excluded.unit_cost, excluded.currency);

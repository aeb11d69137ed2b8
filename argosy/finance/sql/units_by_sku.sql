-- Units sold of each SKU over local days: reads the daily sums, not the postings.
SELECT sku, sum(units)::bigint
FROM finance_dailysum
WHERE kind = 'sale' AND sku <> 0
  AND day >= %(since)s AND day < %(until)s
  AND (%(channels)s::bigint[] IS NULL OR channel = ANY(%(channels)s::bigint[]))
GROUP BY sku
HAVING sum(units) <> 0;

-- Of the goods sold, how much is of SKUs whose cost is known; in the entities' own currencies, which is
-- enough for a share.
SELECT coalesce(sum(total.base_minor), 0)::bigint,
       coalesce(sum(total.base_minor) FILTER (
           WHERE total.sku IN (SELECT sku FROM finance_unitcost)
       ), 0)::bigint
FROM finance_dailysum AS total
WHERE total.kind = 'sale'
  AND (%(since)s::date IS NULL OR total.day >= %(since)s)
  AND (%(until)s::date IS NULL OR total.day < %(until)s)
  AND (%(entities)s::bigint[] IS NULL OR total.entity = ANY (%(entities)s))
  AND (%(channels)s::bigint[] IS NULL OR total.channel = ANY (%(channels)s))
  AND (%(markets)s::text[] IS NULL OR total.market = ANY (%(markets)s));

-- What postings add up to, by one key and by kind, in one currency: sums of an entity that keeps its books
-- in another are turned into it by the rate of their day. A null filter does not narrow.
SELECT CASE %(by)s
           WHEN 'kind' THEN total.kind
           WHEN 'month' THEN to_char(total.day, 'YYYY-MM')
           WHEN 'day' THEN to_char(total.day, 'YYYY-MM-DD')
           WHEN 'channel' THEN total.channel::text
           WHEN 'channel_month' THEN total.channel::text || ' ' || to_char(total.day, 'YYYY-MM')
           WHEN 'market' THEN total.market
           WHEN 'mode' THEN total.mode
           WHEN 'entity' THEN total.entity::text
           ELSE ''
       END AS key,
       total.kind,
       round(sum(total.base_minor * CASE WHEN entity.currency = %(currency)s THEN 1
                                         ELSE rate.rate * power(10::numeric, %(exponent)s - digits.exponent) END
       ))::bigint AS base_minor,
       sum(total.units)::bigint AS units,
       sum(total.postings)::bigint AS postings,
       sum(CASE WHEN total.rateless_minor <> 0 OR (entity.currency <> %(currency)s AND rate.rate IS NULL)
                THEN 1 ELSE 0 END)::bigint AS rateless
FROM finance_dailytotal AS total
JOIN company_entity AS entity ON entity.id = total.entity
JOIN unnest(%(currencies)s::text[], %(exponents)s::int[]) AS digits (currency, exponent)
  ON digits.currency = entity.currency
LEFT JOIN finance_dayrate AS rate
  ON rate.currency = entity.currency AND rate.base = %(currency)s AND rate.day = total.day
 AND entity.currency <> %(currency)s
WHERE (%(since)s::date IS NULL OR total.day >= %(since)s)
  AND (%(until)s::date IS NULL OR total.day < %(until)s)
  AND (%(entities)s::bigint[] IS NULL OR total.entity = ANY (%(entities)s))
  AND (%(channels)s::bigint[] IS NULL OR total.channel = ANY (%(channels)s))
  AND (%(markets)s::text[] IS NULL OR total.market = ANY (%(markets)s))
  AND (%(basis)s::text IS NULL OR total.basis = %(basis)s)
GROUP BY 1, 2
ORDER BY 1, 2;

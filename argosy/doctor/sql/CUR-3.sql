-- CUR-3 [critical] A posting is worth its amount at its rate, rounded once, half away from zero; the rate is the day's.
SELECT posting.id AS posting, posting.currency, posting.day, posting.amount_minor, posting.base_minor, posting.rate
FROM finance_posting AS posting
JOIN company_entity AS entity ON entity.id = posting.entity
LEFT JOIN unnest(%(currencies)s::text[], %(exponents)s::int[]) AS amount (currency, exponent)
  ON amount.currency = posting.currency
LEFT JOIN unnest(%(currencies)s::text[], %(exponents)s::int[]) AS base (currency, exponent)
  ON base.currency = entity.currency
LEFT JOIN finance_dayrate AS held
  ON held.currency = posting.currency AND held.base = entity.currency AND held.day = posting.day
 AND posting.rate_source IN ('ecb', 'monthly')
WHERE posting.base_minor IS NOT NULL
  AND CASE
      WHEN posting.currency = entity.currency
      THEN posting.base_minor <> posting.amount_minor OR posting.rate IS DISTINCT FROM 1
           OR posting.rate_source <> 'same'
      ELSE posting.base_minor IS DISTINCT FROM round(
               posting.amount_minor * posting.rate * power(10::numeric, base.exponent - amount.exponent))
           OR posting.rate_source NOT IN ('ecb', 'monthly', 'bank')
           OR (posting.rate_source <> 'bank'
               AND (posting.rate, posting.rate_source, posting.rate_date)
                   IS DISTINCT FROM (held.rate, held.source, held.source_day))
      END

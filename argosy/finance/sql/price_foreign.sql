-- Turn the rest into the entity's currency by the rate of its day; without one the value is unknown,
-- never zero. numeric rounds half away from zero. Exponents: digits of the minor unit (ISO 4217).
UPDATE incoming_posting AS incoming
SET base_minor = round(incoming.amount_minor * rate.rate
                       * power(10::numeric, base.exponent - amount.exponent)),
    rate = rate.rate, rate_source = rate.source, rate_date = rate.source_day, priced = true
FROM finance_dayrate AS rate,
     unnest(%(currencies)s::text[], %(exponents)s::int[]) AS amount (currency, exponent),
     unnest(%(currencies)s::text[], %(exponents)s::int[]) AS base (currency, exponent)
WHERE NOT incoming.priced
  AND rate.currency = incoming.currency AND rate.base = incoming.base AND rate.day = incoming.day
  AND amount.currency = incoming.currency AND base.currency = incoming.base;

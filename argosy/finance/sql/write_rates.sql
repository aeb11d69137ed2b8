-- Keep the rates of these days; a rate once used is never rewritten.
INSERT INTO finance_dayrate (currency, base, day, rate, source, source_day)
SELECT %(currency)s, %(base)s, given.day, given.rate, %(source)s, given.source_day
FROM unnest(%(days)s::date[], %(rates)s::numeric[], %(source_days)s::date[]) AS given (day, rate, source_day)
ORDER BY given.day
ON CONFLICT DO NOTHING;

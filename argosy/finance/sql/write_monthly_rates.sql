-- Keep the seller's own rates; a later statement replaces the earlier one for days not yet used.
INSERT INTO finance_monthlyrate (currency, base, month, rate, recorded_at)
SELECT given.currency, given.base, given.month, given.rate, %(now)s
FROM unnest(%(currencies)s::text[], %(bases)s::text[], %(months)s::date[], %(rates)s::numeric[])
     AS given (currency, base, month, rate)
ORDER BY given.currency, given.base, given.month
ON CONFLICT (currency, base, month) DO UPDATE SET rate = excluded.rate, recorded_at = excluded.recorded_at;

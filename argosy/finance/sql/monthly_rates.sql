-- Spread the rates that the seller keeps by the month over the days for which nobody else has one.
INSERT INTO finance_dayrate (currency, base, day, rate, source, source_day)
SELECT kept.currency, kept.base, day::date, kept.rate, 'monthly', kept.month
FROM finance_monthlyrate AS kept
CROSS JOIN LATERAL generate_series(kept.month, kept.month + interval '1 month - 1 day', '1 day') AS day
WHERE kept.currency = %(currency)s AND kept.base = %(base)s
ORDER BY day
ON CONFLICT DO NOTHING;

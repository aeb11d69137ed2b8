-- The days of a currency pair for which a rate is held already.
SELECT min(day), max(day) FROM finance_dayrate
WHERE currency = %(currency)s AND base = %(base)s AND source = 'ecb';

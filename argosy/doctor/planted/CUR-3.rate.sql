-- A rate was rewritten after it had been used.
UPDATE finance_dayrate SET rate = rate * 2 WHERE currency = 'USD' AND base = 'CNY'
  AND day IN (SELECT day FROM finance_posting WHERE channel = %(channel)s)

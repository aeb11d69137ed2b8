-- A rate that the ECB has published was never fetched.
DELETE FROM finance_dayrate WHERE currency = 'USD' AND base = 'CNY'
  AND day IN (SELECT day FROM finance_posting WHERE channel = %(channel)s);
UPDATE finance_posting SET base_minor = NULL WHERE channel = %(channel)s AND kind = 'platform_fee'

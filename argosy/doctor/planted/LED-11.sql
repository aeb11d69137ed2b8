-- A fee stands among the revenue.
UPDATE finance_dailytotal SET layer = 'revenue' WHERE channel = %(channel)s AND kind = 'platform_fee'

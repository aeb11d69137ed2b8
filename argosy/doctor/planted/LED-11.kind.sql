-- A posting is of a kind that nobody knows.
UPDATE finance_dailytotal SET kind = 'luck' WHERE channel = %(channel)s AND kind = 'platform_fee'

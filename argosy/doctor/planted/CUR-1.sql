-- Money of a currency that is none.
UPDATE finance_dailytotal SET currency = 'XQX' WHERE channel = %(channel)s AND kind = 'platform_fee'

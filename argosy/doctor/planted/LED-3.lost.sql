-- A daily sum was lost.
DELETE FROM finance_dailysum WHERE channel = %(channel)s AND kind = 'platform_fee'

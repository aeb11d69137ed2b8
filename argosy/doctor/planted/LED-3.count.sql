-- A daily sum counts a posting too many.
UPDATE finance_dailysum SET postings = postings + 1 WHERE channel = %(channel)s AND kind = 'platform_fee'

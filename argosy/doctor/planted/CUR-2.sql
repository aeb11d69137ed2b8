-- A rate is known, and the posting was left unknown.
INSERT INTO finance_dayrate (currency, base, day, rate, source, source_day)
SELECT DISTINCT posting.currency, 'CNY', posting.day, 0.0003, 'monthly', posting.day
FROM finance_posting AS posting
WHERE posting.channel = %(channel)s AND posting.base_minor IS NULL

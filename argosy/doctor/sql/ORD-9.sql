-- ORD-9 [warning] No document waits in quarantine for more than a week.
SELECT id AS quarantined, run, file_id AS file, created_at AS since
FROM evidence_quarantined
WHERE state = 'open' AND created_at < %(now)s::timestamptz - interval '7 days'

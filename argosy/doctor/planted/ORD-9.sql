-- A document waits in quarantine since last month.
UPDATE evidence_quarantined SET created_at = created_at - interval '1 month' WHERE channel = %(channel)s

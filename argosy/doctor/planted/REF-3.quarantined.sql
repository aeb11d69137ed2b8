-- A quarantined document is of a channel that does not exist.
UPDATE evidence_quarantined SET channel = -1 WHERE channel = %(channel)s

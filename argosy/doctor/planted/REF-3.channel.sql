-- A document is of a channel that does not exist.
UPDATE evidence_document SET channel = -1 WHERE channel = %(channel)s

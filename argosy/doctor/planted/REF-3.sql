-- A document came with an import that does not exist.
UPDATE evidence_document SET run = 0 WHERE channel = %(channel)s

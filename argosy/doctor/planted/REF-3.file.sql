-- A document is of a file that does not exist.
UPDATE evidence_document SET file_id = 0 WHERE channel = %(channel)s

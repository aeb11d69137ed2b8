-- A document was undone, and its money stayed.
UPDATE evidence_document SET state = 'undone' WHERE channel = %(channel)s AND external_id = 'T-1'

-- A document was undone, and its stock stayed away.
UPDATE evidence_document SET state = 'undone' WHERE channel = %(channel)s AND external_id = 'A-1'

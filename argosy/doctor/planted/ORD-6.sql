-- The overtaken snapshot speaks beside the one that overtook it.
UPDATE evidence_document SET state = 'applied'
WHERE channel = %(channel)s AND external_id = 'O-2' AND state = 'overtaken'

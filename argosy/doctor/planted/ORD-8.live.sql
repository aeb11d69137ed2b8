-- A document that was told live is not what its message says.
UPDATE evidence_document SET digest = sha256('something else') WHERE channel = %(live)s AND external_id = 'L-9'

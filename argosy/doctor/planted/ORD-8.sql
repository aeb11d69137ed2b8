-- The bytes that lie here hash to something else.
UPDATE evidence_blob SET sha256 = sha256('something else')
WHERE id = (SELECT blob_id FROM evidence_file WHERE id = %(file)s)

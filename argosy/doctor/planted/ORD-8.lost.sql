-- A piece was lost.
DELETE FROM evidence_chunk WHERE blob_id = (SELECT blob_id FROM evidence_file WHERE id = %(file)s)

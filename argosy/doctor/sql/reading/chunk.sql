-- One piece of a file's bytes, compressed.
SELECT data FROM evidence_chunk WHERE blob_id = %(blob)s AND position = %(position)s

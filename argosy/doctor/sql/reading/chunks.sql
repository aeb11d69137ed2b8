-- The pieces of these files' bytes, compressed, in order.
SELECT blob_id, data FROM evidence_chunk WHERE blob_id = ANY (%(blobs)s) ORDER BY blob_id, position

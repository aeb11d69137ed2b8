-- Every file's bytes, newest first: what they should be, and in how many pieces they lie.
SELECT blob.id, blob.sha256, blob.size_bytes, array_agg(chunk.position ORDER BY chunk.position)
FROM evidence_blob AS blob
LEFT JOIN evidence_chunk AS chunk ON chunk.blob_id = blob.id
GROUP BY blob.id
ORDER BY blob.id DESC

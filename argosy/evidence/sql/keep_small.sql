-- Keep bytes that fit into one piece, once however often they arrive, and record this arrival. Answers nothing
-- if the same bytes are arriving a second time at this very moment: asked again, it finds them.
WITH fresh AS (
    INSERT INTO evidence_blob (sha256, size_bytes, stored_at)
    VALUES (%(sha256)s, %(size)s::bigint, %(now)s)
    ON CONFLICT (sha256) DO NOTHING
    RETURNING id
), chunk AS (
    INSERT INTO evidence_chunk (blob_id, position, data) SELECT id, 0, %(data)s FROM fresh
), kept AS (
    SELECT id, true AS is_new FROM fresh
    UNION ALL
    SELECT id, false FROM evidence_blob WHERE sha256 = %(sha256)s
)
INSERT INTO evidence_file (blob_id, name, received_at, received_by)
SELECT id, %(name)s, %(now)s, %(by)s::bigint FROM kept LIMIT 1
RETURNING id, (SELECT bool_or(is_new) FROM kept);

-- Record what is new, in key order so that two batches with the same documents wait for each other
-- instead of deadlocking; whoever comes second finds the row and is told that it is known.
WITH recorded AS (
    INSERT INTO evidence_document
        (channel, kind, external_id, digest, file_id, row_numbers, run, as_of, reference, state, received_at)
    SELECT channel, kind, external_id, digest, file, row_numbers, run, as_of, reference, 'applied', %(now)s
    FROM incoming_document
    WHERE fate IS NULL
    ORDER BY channel, external_id, digest
    ON CONFLICT DO NOTHING
    RETURNING id, channel, external_id, digest
)
UPDATE incoming_document AS incoming
SET document = recorded.id, fate = 'new'
FROM recorded
WHERE recorded.channel = incoming.channel
  AND recorded.external_id = incoming.external_id
  AND recorded.digest = incoming.digest;

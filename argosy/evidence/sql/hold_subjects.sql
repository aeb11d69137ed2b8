-- Wait for whoever is recording documents of the same orders, or of what these refer to: two snapshots that
-- do not see each other would both count. Orders share 64 locks a channel, so that a batch of any size
-- holds few; they are taken in one order and let go of with the transaction.
SELECT pg_advisory_xact_lock((%(space)s::bigint << 32) + key)
FROM (
    SELECT DISTINCT incoming.channel * 64 + (hashtext(subject) & 63) AS key
    FROM incoming_document AS incoming
    CROSS JOIN LATERAL (VALUES (incoming.external_id), (incoming.reference)) AS spoken_of (subject)
    WHERE subject <> ''
    ORDER BY key
) AS wanted;

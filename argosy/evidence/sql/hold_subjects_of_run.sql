-- The same for the documents that a run brought: nobody may find them known while they are given up.
SELECT pg_advisory_xact_lock((%(space)s::bigint << 32) + key)
FROM (
    SELECT DISTINCT document.channel * 64 + (hashtext(subject) & 63) AS key
    FROM evidence_document AS document
    CROSS JOIN LATERAL (VALUES (document.external_id), (document.reference)) AS spoken_of (subject)
    WHERE document.run = %(run)s AND document.state <> 'undone' AND subject <> ''
    ORDER BY key
) AS wanted;

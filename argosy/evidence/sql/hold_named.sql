-- The same locks for subjects given as values: wait for whoever is recording documents of the same orders.
SELECT pg_advisory_xact_lock((%(space)s::bigint << 32) + key)
FROM (
    SELECT DISTINCT channel * 64 + (hashtext(subject) & 63) AS key
    FROM unnest(%(channels)s::bigint[], string_to_array(%(subjects)s, E'\x1f')) AS given (channel, subject)
    ORDER BY key
) AS wanted;

-- The endpoint answers: what failed in a row counts no more, and a broken one is called again.
UPDATE sync_endpoint
SET failures = 0, probes = 0, opened_at = NULL, probe_at = NULL,
    state = CASE WHEN state = 'broken' THEN 'active' ELSE state END
WHERE id = %(endpoint)s AND (failures > 0 OR state = 'broken')

-- The endpoint is gone: it is not called again, and what waited for it is dead.
WITH gone AS (
    UPDATE sync_endpoint SET state = 'gone', opened_at = NULL, probe_at = NULL WHERE id = %(endpoint)s
)
UPDATE sync_delivery SET state = 'dead', outcome = 'gone', claimed_until = NULL
WHERE endpoint_id = %(endpoint)s AND state = 'waiting'

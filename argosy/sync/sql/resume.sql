-- Call an endpoint again: what waited meanwhile is due, and has its whole time before it.
WITH resumed AS (
    UPDATE sync_endpoint
    SET state = 'active', failures = 0, probes = 0, opened_at = NULL, probe_at = NULL
    WHERE id = %(endpoint)s AND state <> 'gone'
    RETURNING id
)
UPDATE sync_delivery AS delivery
SET next_at = %(now)s, give_up_at = %(give_up_at)s
FROM resumed
WHERE delivery.endpoint_id = resumed.id AND delivery.state = 'waiting'

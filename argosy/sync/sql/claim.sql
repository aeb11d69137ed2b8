-- Claim what is due, a few of each endpoint, nothing that an earlier event of the same order precedes.
-- What another worker is claiming is passed over; what a dead one claimed is free again after a while.
-- Of a broken endpoint one event is tried when its time has come, and by one worker.
WITH probing AS (
    UPDATE sync_endpoint SET probe_at = %(until)s
    WHERE state = 'broken' AND probe_at <= %(now)s
    RETURNING id
), callable AS (
    SELECT endpoint.id, false AS is_probe, greatest(0, %(each)s::int - (
        SELECT count(*) FROM sync_delivery AS under_way
        WHERE under_way.endpoint_id = endpoint.id AND under_way.state = 'waiting'
          AND under_way.claimed_until > %(now)s
    )) AS places
    FROM sync_endpoint AS endpoint
    WHERE endpoint.state = 'active'
    UNION ALL
    SELECT id, true, 1 FROM probing
), due AS (
    SELECT waiting.id, callable.is_probe
    FROM callable
    CROSS JOIN LATERAL (
        SELECT delivery.id, delivery.next_at
        FROM sync_delivery AS delivery
        WHERE delivery.endpoint_id = callable.id
          AND delivery.state = 'waiting'
          AND (delivery.next_at <= %(now)s OR callable.is_probe)
          AND (delivery.claimed_until IS NULL OR delivery.claimed_until <= %(now)s)
          AND NOT EXISTS (
              SELECT FROM sync_delivery AS earlier
              WHERE earlier.endpoint_id = delivery.endpoint_id
                AND earlier.aggregate = delivery.aggregate
                AND earlier.state = 'waiting'
                AND earlier.id < delivery.id
          )
        ORDER BY delivery.next_at, delivery.id
        LIMIT callable.places
        FOR UPDATE OF delivery SKIP LOCKED
    ) AS waiting
    ORDER BY waiting.next_at, waiting.id
    LIMIT %(limit)s
)
UPDATE sync_delivery AS delivery
SET claimed_until = %(until)s, attempt = delivery.attempt + 1, tried_at = %(now)s,
    -- Its time begins when it is first its turn.
    give_up_at = CASE
        WHEN delivery.attempt = 0 THEN greatest(delivery.give_up_at, %(give_up_at)s)
        ELSE delivery.give_up_at
    END
FROM due, sync_endpoint AS endpoint
WHERE delivery.id = due.id AND endpoint.id = delivery.endpoint_id
RETURNING delivery.id, delivery.endpoint_id, delivery.attempt, due.is_probe, delivery.event,
    delivery.kind, delivery.payload, delivery.give_up_at, endpoint.url, endpoint.salt, endpoint.proof,
    CASE WHEN endpoint.old_until > %(now)s THEN endpoint.old_salt ELSE '' END

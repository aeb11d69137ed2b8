-- OUT-1 [error] Whoever asked to be told is told in time, and nothing was given up that nobody has seen.
SELECT delivery.endpoint_id AS webhook, 'given up' AS what, min(delivery.made_at) AS since,
    count(*) AS events
FROM sync_delivery AS delivery
WHERE delivery.state = 'dead' AND delivery.seen_at IS NULL
GROUP BY delivery.endpoint_id
UNION ALL
SELECT delivery.endpoint_id, 'late', min(delivery.next_at), count(*)
FROM sync_delivery AS delivery
JOIN sync_endpoint AS endpoint ON endpoint.id = delivery.endpoint_id
WHERE delivery.state = 'waiting' AND endpoint.state = 'active'
  AND delivery.next_at < %(now)s::timestamptz - interval '15 minutes'
  AND (
      delivery.claimed_until IS NULL
      OR delivery.claimed_until < %(now)s::timestamptz - interval '15 minutes'
  )
  AND NOT EXISTS (
      SELECT FROM sync_delivery AS earlier
      WHERE earlier.endpoint_id = delivery.endpoint_id AND earlier.aggregate = delivery.aggregate
        AND earlier.state = 'waiting' AND earlier.id < delivery.id
  )
GROUP BY delivery.endpoint_id
UNION ALL
SELECT endpoint.id, 'does not answer', endpoint.opened_at, (
    SELECT count(*) FROM sync_delivery AS delivery
    WHERE delivery.endpoint_id = endpoint.id AND delivery.state = 'waiting'
)
FROM sync_endpoint AS endpoint
WHERE endpoint.state = 'broken' AND endpoint.opened_at < %(now)s::timestamptz - interval '1 hour'
UNION ALL
SELECT NULL, 'nobody follows', read.read_at, NULL
FROM (SELECT max(read_at) AS read_at FROM sync_cursor WHERE follower = 'webhooks') AS read
WHERE EXISTS (SELECT FROM sync_endpoint WHERE state <> 'gone')
  AND coalesce(read.read_at < %(now)s::timestamptz - interval '15 minutes', true)
UNION ALL
-- The place read lies where no transaction of the book has come to: what is new would be passed by.
SELECT NULL, 'ahead of the server', read_at, NULL
FROM sync_cursor
WHERE xact >= book_number(pg_snapshot_xmax(pg_current_snapshot()))

-- Every endpoint with what waits for it, what is dead and unseen, and when it last took something.
SELECT endpoint.id, endpoint.url, endpoint.events, endpoint.channels, endpoint.past_days,
    endpoint.state, endpoint.failures, endpoint.opened_at, endpoint.probe_at, endpoint.created_at,
    CASE WHEN endpoint.old_until > %(now)s THEN endpoint.old_until END,
    (
        SELECT count(*) FROM sync_delivery AS waiting
        WHERE waiting.endpoint_id = endpoint.id AND waiting.state = 'waiting'
    ),
    (
        SELECT count(*) FROM sync_delivery AS dead
        WHERE dead.endpoint_id = endpoint.id AND dead.state = 'dead' AND dead.seen_at IS NULL
    ),
    (
        SELECT done.delivered_at FROM sync_delivery AS done
        WHERE done.endpoint_id = endpoint.id AND done.state = 'delivered'
        ORDER BY done.id DESC LIMIT 1
    )
FROM sync_endpoint AS endpoint
ORDER BY endpoint.id

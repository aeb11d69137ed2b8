-- An event was given up and nobody has seen it.
WITH endpoint AS (
    INSERT INTO sync_endpoint (
        url, events, past_days, salt, proof, old_salt, state, failures, probes, created_at
    )
    VALUES ('https://example.com', '{*}', 30, '', '', '', 'active', 0, 0, %(now)s) RETURNING id
), cursor AS (
    INSERT INTO sync_cursor (follower, xact, fact, read_at) VALUES ('webhooks', 0, 0, %(now)s)
    ON CONFLICT (follower) DO UPDATE SET read_at = excluded.read_at
)
INSERT INTO sync_delivery (
    endpoint_id, event, aggregate, kind, payload, state, attempt, made_at, next_at, give_up_at, outcome
)
SELECT id, 'evt_1', 'order:1', 'order.placed', '{}', 'dead', 9, %(now)s, %(now)s, %(now)s, 'status'
FROM endpoint

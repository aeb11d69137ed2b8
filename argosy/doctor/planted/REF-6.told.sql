-- Others are to be told of an order that does not exist, and one of them of a channel that does not.
WITH endpoint AS (
    INSERT INTO sync_endpoint
        (url, events, channels, past_days, salt, proof, old_salt, state, failures, probes, created_at)
    VALUES ('https://example.com', '{*}', '{0}', 30, '', '', '', 'active', 0, 0, %(now)s) RETURNING id
)
INSERT INTO sync_delivery
    (endpoint_id, event, aggregate, kind, payload, state, attempt, made_at, next_at, give_up_at, outcome)
SELECT id, 'evt_1', 'order:0', 'order.placed', '{}', 'waiting', 0, %(now)s, %(now)s, %(now)s, '' FROM endpoint

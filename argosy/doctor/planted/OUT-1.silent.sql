-- A webhook has not answered for two hours.
WITH cursor AS (
    INSERT INTO sync_cursor (follower, xact, fact, read_at) VALUES ('webhooks', 0, 0, %(now)s)
    ON CONFLICT (follower) DO UPDATE SET read_at = excluded.read_at
)
INSERT INTO sync_endpoint (
    url, events, past_days, salt, proof, old_salt, state, failures, probes, created_at, opened_at,
    probe_at
)
VALUES ('https://example.com', '{*}', 30, '', '', '', 'broken', 9, 4, %(now)s,
    %(now)s::timestamptz - interval '2 hours', %(now)s)

-- The place read lies beyond every transaction of the book.
INSERT INTO sync_cursor (follower, xact, fact, read_at) VALUES ('webhooks', 900000000000000000, 0, %(now)s)
ON CONFLICT (follower) DO UPDATE SET xact = excluded.xact

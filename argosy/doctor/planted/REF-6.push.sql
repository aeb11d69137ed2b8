-- A quantity is on its way to a listing that does not exist.
INSERT INTO sync_push (listing, channel, platform_sku, version, quantity, attempt, sent_at, outcome)
VALUES (0, %(live)s, '', 1, 1, 0, %(now)s, '')

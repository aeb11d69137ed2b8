-- A platform shows a quantity that nobody wanted yet.
INSERT INTO channels_desired
    (listing_id, quantity, version, desired_at, why, confirmed_version, confirmed_quantity, confirmed_at)
SELECT min(id), 1, 1, %(now)s, 'policy', 2, 1, %(now)s FROM channels_listing WHERE channel_id = %(live)s
ON CONFLICT (listing_id) DO UPDATE SET confirmed_version = channels_desired.version + 1, confirmed_at = %(now)s

-- A platform has accepted a quantity that nobody wanted yet.
INSERT INTO channels_desired (listing_id, quantity, version, desired_at, why, accepted_version, accepted_at)
SELECT min(id), 1, 1, %(now)s, 'policy', 2, %(now)s FROM channels_listing WHERE channel_id = %(live)s
ON CONFLICT (listing_id) DO UPDATE SET accepted_version = channels_desired.version + 1, accepted_at = %(now)s

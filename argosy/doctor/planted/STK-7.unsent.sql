-- A quantity has been waiting for an hour on a channel that has accepted others.
WITH made AS (
    INSERT INTO channels_listing (channel_id, platform_sku, title, mapped_by, created_at)
    VALUES (%(channel)s, 'STK-7', '', '', %(now)s), (%(channel)s, 'STK-7-sent', '', '', %(now)s)
    RETURNING id, platform_sku
)
INSERT INTO channels_desired (listing_id, quantity, version, desired_at, why, accepted_version, accepted_at)
SELECT id, 0, 1, %(now)s::timestamptz - interval '1 hour', 'pooled',
       CASE WHEN platform_sku = 'STK-7-sent' THEN 1 END, CASE WHEN platform_sku = 'STK-7-sent' THEN %(now)s::timestamptz END
FROM made

-- A listing is to show a million units of which nobody knows.
WITH made AS (
    INSERT INTO channels_listing (channel_id, platform_sku, title, sku_id, mapped_by, created_at)
    SELECT %(channel)s, 'STK-7', '', sku_id, '', %(now)s FROM inventory_level WHERE place_id = %(place)s LIMIT 1
    RETURNING id
), clean AS (
    DELETE FROM inventory_touch
)
INSERT INTO channels_desired (listing_id, quantity, version, desired_at, why)
SELECT id, 1000000, 1, %(now)s, 'pooled' FROM made

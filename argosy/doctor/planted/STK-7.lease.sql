-- A strict listing is to show units of which its lease has none.
WITH made AS (
    INSERT INTO channels_listing (channel_id, platform_sku, title, sku_id, mapped_by, created_at)
    SELECT %(channel)s, 'STK-7', '', sku_id, '', %(now)s FROM inventory_level WHERE place_id = %(place)s LIMIT 1
    RETURNING id
), clean AS (
    DELETE FROM inventory_touch
)
INSERT INTO channels_desired (listing_id, quantity, version, desired_at, why)
SELECT id, 1, 1, %(now)s, 'lease' FROM made

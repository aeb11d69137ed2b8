-- List every listing that sells of what was touched or is due, and every other that shares a stock with one of
-- those. Of a policy's values the narrowest stated one counts: listing, channel and group, channel, group, all.
WITH due AS (
    SELECT listing.sku_id AS sku
    FROM channels_desired AS desired JOIN channels_listing AS listing ON listing.id = desired.listing_id
    WHERE desired.look_at <= %(now)s AND listing.sku_id IS NOT NULL
    UNION
    SELECT listing.sku_id FROM channels_listing AS listing
    WHERE listing.sku_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM channels_desired AS desired WHERE desired.listing_id = listing.id)
), touched AS (
    SELECT unnest(%(skus)s::bigint[]) AS sku
    UNION SELECT sku FROM due
    UNION SELECT component.sku_id FROM due JOIN catalogue_component AS component ON component.kit_id = due.sku
), asked AS (
    SELECT sku AS sold FROM touched
    UNION
    SELECT component.kit_id FROM catalogue_component AS component WHERE component.sku_id IN (SELECT sku FROM touched)
), drawn_on AS (
    SELECT sold AS sku FROM asked
    UNION
    SELECT component.sku_id FROM catalogue_component AS component WHERE component.kit_id IN (SELECT sold FROM asked)
), concerned AS (
    SELECT sku AS sold FROM drawn_on
    UNION
    SELECT component.kit_id FROM catalogue_component AS component WHERE component.sku_id IN (SELECT sku FROM drawn_on)
), ruled AS (
    SELECT listing.id, listing.sku_id AS sold, listing.channel_id AS channel, channel.place_id AS place,
           coalesce(nullif(one.kind, ''), nullif(two.kind, ''), nullif(three.kind, ''), nullif(four.kind, ''),
                    nullif(five.kind, '')) AS kind,
           coalesce(one.buffer, two.buffer, three.buffer, four.buffer, five.buffer) AS buffer,
           coalesce(one.cap, two.cap, three.cap, four.cap, five.cap) AS cap,
           coalesce(one.floor, two.floor, three.floor, four.floor, five.floor) AS floor,
           coalesce(one.share, two.share, three.share, four.share, five.share) AS share,
           coalesce(one.priority, two.priority, three.priority, four.priority, five.priority) AS priority,
           coalesce(one.exclusive, two.exclusive, three.exclusive, four.exclusive, five.exclusive) AS exclusive,
           coalesce(one.bound, two.bound, three.bound, four.bound, five.bound, %(bound)s)::float8 AS bound,
           coalesce(lag.lag_ms / 1000.0, %(unknown_lag_s)s)::float8 AS lag_s
    FROM concerned
    JOIN channels_listing AS listing ON listing.sku_id = concerned.sold
    JOIN channels_channel AS channel ON channel.id = listing.channel_id AND channel.closed_at IS NULL
    JOIN catalogue_sku AS sku ON sku.id = listing.sku_id
    LEFT JOIN catalogue_product AS product ON product.id = sku.product_id AND product.category <> ''
    LEFT JOIN channels_lag AS lag ON lag.channel_id = channel.id
    LEFT JOIN channels_policy AS one ON one.listing_id = listing.id
    LEFT JOIN channels_policy AS two ON two.channel_id = channel.id AND two.product_group = product.category
    LEFT JOIN channels_policy AS three ON three.channel_id = channel.id AND three.product_group = ''
    LEFT JOIN channels_policy AS four ON four.channel_id IS NULL AND four.listing_id IS NULL
                                     AND four.product_group = product.category
    LEFT JOIN channels_policy AS five ON five.channel_id IS NULL AND five.listing_id IS NULL
                                     AND five.product_group = ''
), sole AS (
    -- Of two channels that each claim a SKU the one of the better priority has it.
    SELECT DISTINCT ON (sold) sold AS sku, channel FROM ruled WHERE exclusive
    ORDER BY sold, priority NULLS LAST, channel
), barred AS (
    SELECT ruled.id FROM ruled JOIN sole ON sole.sku = ruled.sold AND sole.channel <> ruled.channel
    UNION
    SELECT ruled.id FROM ruled
    JOIN catalogue_component AS component ON component.kit_id = ruled.sold
    JOIN sole ON sole.sku = component.sku_id AND sole.channel <> ruled.channel
), leasing AS (
    SELECT DISTINCT claimant FROM inventory_lease WHERE state = 'open' AND claimant LIKE 'listing:%%'
)
INSERT INTO incoming_offered
SELECT ruled.id, sold, channel, place, sold IN (SELECT sold FROM asked),
       coalesce(kind = 'strict', 'listing:' || ruled.id IN (SELECT claimant FROM leasing)),
       coalesce(kind = 'strict', false), ruled.id IN (SELECT id FROM barred),
       buffer, cap, floor, share, priority, bound, lag_s
FROM ruled;

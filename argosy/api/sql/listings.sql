-- Listings behind an id, with the quantity each should show and what became of that.
SELECT
    listing.id,
    channel.key AS channel,
    listing.platform_sku,
    sku.code AS sku,
    listing.title,
    desired.quantity AS desired_quantity,
    desired.version AS desired_version,
    desired.desired_at,
    desired.why,
    desired.accepted_version,
    desired.accepted_at,
    desired.confirmed_version,
    desired.confirmed_quantity,
    desired.confirmed_at
FROM channels_listing AS listing
JOIN channels_channel AS channel ON channel.id = listing.channel_id
LEFT JOIN catalogue_sku AS sku ON sku.id = listing.sku_id
LEFT JOIN channels_desired AS desired ON desired.listing_id = listing.id
WHERE listing.id > %(after)s
  AND (%(channels)s::bigint[] IS NULL OR listing.channel_id = ANY(%(channels)s))
  AND (%(channel)s::text IS NULL OR channel.key = %(channel)s)
  AND (%(skus)s::text[] IS NULL OR sku.code = ANY(%(skus)s))
ORDER BY listing.id
LIMIT %(limit)s

-- Numbers that no platform has accepted yet, the longest wanted first; what is unknown is told to nobody.
SELECT desired.listing_id, listing.channel_id, listing.platform_sku, desired.quantity, desired.version
FROM channels_desired AS desired
JOIN channels_listing AS listing ON listing.id = desired.listing_id
WHERE desired.quantity IS NOT NULL AND desired.desired_at <= %(now)s
  AND (desired.accepted_version IS NULL OR desired.accepted_version < desired.version)
ORDER BY desired.desired_at, desired.listing_id
LIMIT %(limit)s;

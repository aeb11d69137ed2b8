-- Quantities that a platform has accepted and has not yet been seen to show; the longest unseen first.
SELECT desired.listing_id, listing.channel_id, listing.platform_sku, desired.quantity, desired.version
FROM channels_desired AS desired
JOIN channels_listing AS listing ON listing.id = desired.listing_id
JOIN sync_push AS push ON push.listing = desired.listing_id AND push.version = desired.version
WHERE desired.quantity IS NOT NULL
  AND desired.accepted_version = desired.version
  AND (desired.confirmed_version IS NULL OR desired.confirmed_version < desired.version)
  AND push.next_at IS NULL
  AND push.claimed_until IS NULL
ORDER BY desired.accepted_at, desired.listing_id
LIMIT %(limit)s

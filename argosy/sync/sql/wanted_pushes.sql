-- Quantities that a platform has not accepted, or was seen to have forgotten; the longest wanted first.
SELECT desired.listing_id, listing.channel_id, listing.platform_sku, desired.quantity, desired.version
FROM channels_desired AS desired
JOIN channels_listing AS listing ON listing.id = desired.listing_id
LEFT JOIN sync_push AS push ON push.listing = desired.listing_id
-- What nobody has counted is unknown, and an unknown number is never told as one.
WHERE desired.quantity IS NOT NULL
  AND (
      desired.accepted_version IS NULL OR desired.accepted_version < desired.version
      OR push.next_at <= %(now)s
  )
  AND (push.next_at IS NULL OR push.next_at <= %(now)s)
  AND (push.claimed_until IS NULL OR push.claimed_until <= %(now)s)
ORDER BY desired.desired_at, desired.listing_id
LIMIT %(limit)s

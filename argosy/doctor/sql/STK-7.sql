-- STK-7 [error] What each listing is to show can be sold, and what changed is decided on and sent in time.
WITH touched AS (
    SELECT DISTINCT unnest(skus) AS sku FROM inventory_touch
), part AS (
    SELECT listing.id AS listing, channel.place_id AS place, coalesce(component.sku_id, listing.sku_id) AS sku,
           coalesce(component.quantity, 1) AS takes
    FROM channels_listing AS listing
    JOIN channels_channel AS channel ON channel.id = listing.channel_id AND channel.closed_at IS NULL
    LEFT JOIN catalogue_component AS component ON component.kit_id = listing.sku_id
    WHERE listing.sku_id IS NOT NULL
), may AS (
    SELECT part.listing,
           min(div(greatest(0, level.on_hand - level.reserved - level.leased), part.takes)) AS free,
           min(div(coalesce(lease.quantity, 0), part.takes)) AS leased,
           bool_or(touched.sku IS NOT NULL) AS is_touched
    FROM part
    LEFT JOIN inventory_level AS level ON level.sku_id = part.sku AND level.place_id = part.place
    LEFT JOIN inventory_lease AS lease
      ON lease.claimant = 'listing:' || part.listing AND lease.state = 'open'
     AND lease.sku_id = part.sku AND lease.place_id = part.place
    LEFT JOIN touched ON touched.sku = part.sku
    GROUP BY part.listing
)
-- Where something was touched since, the next look decides anew: that is no finding yet.
SELECT desired.listing_id AS listing, 'more than there is' AS what, desired.desired_at AS since,
       desired.quantity AS shown, CASE desired.why WHEN 'lease' THEN may.leased ELSE may.free END::bigint AS units
FROM channels_desired AS desired
JOIN may ON may.listing = desired.listing_id
WHERE desired.quantity > CASE desired.why WHEN 'lease' THEN may.leased ELSE coalesce(may.free, 0) END
  AND NOT may.is_touched AND (desired.look_at IS NULL OR desired.look_at > %(now)s)
UNION ALL
-- A channel that has accepted before has somebody who sends to it.
SELECT desired.listing_id, 'not sent', desired.desired_at, desired.quantity, NULL
FROM channels_desired AS desired
JOIN channels_listing AS listing ON listing.id = desired.listing_id
WHERE desired.quantity IS NOT NULL
  AND (desired.accepted_version IS NULL OR desired.accepted_version < desired.version)
  AND desired.desired_at < %(now)s::timestamptz - interval '10 minutes'
  AND EXISTS (
      SELECT FROM channels_desired AS sent
      JOIN channels_listing AS other ON other.id = sent.listing_id
      WHERE other.channel_id = listing.channel_id AND sent.accepted_version IS NOT NULL
  )
UNION ALL
SELECT NULL, 'not decided on', min(touched_at), NULL, count(*)
FROM inventory_touch
WHERE touched_at < %(now)s::timestamptz - interval '10 minutes'
HAVING count(*) > 0

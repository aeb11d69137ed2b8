-- The limit of the bench: one grouped statement that gives every listing what is free of its scarcest part, less ten.
WITH offer AS (
    SELECT listing.id AS listing,
           min(div(level.on_hand - level.reserved - level.leased, coalesce(component.quantity, 1)))::int AS units
    FROM channels_listing AS listing
    JOIN channels_channel AS channel ON channel.id = listing.channel_id
    LEFT JOIN catalogue_component AS component ON component.kit_id = listing.sku_id
    JOIN inventory_level AS level
      ON level.sku_id = coalesce(component.sku_id, listing.sku_id) AND level.place_id = channel.place_id
    GROUP BY listing.id
)
UPDATE limit_desired AS desired
SET quantity = greatest(0, offer.units - 10), version = desired.version + 1, desired_at = clock_timestamp(),
    available = offer.units
FROM offer
WHERE desired.listing_id = offer.listing;

-- Listings of this batch that are not yet one of our SKUs, and whether their channel adopts such.
SELECT listing.id, upper(listing.platform_sku), listing.title, listing.title_as_of, channel.adopts_skus
FROM incoming_listing AS incoming
JOIN channels_listing AS listing
  ON listing.channel_id = incoming.channel AND listing.platform_sku = incoming.platform_sku
JOIN channels_channel AS channel ON channel.id = listing.channel_id
WHERE listing.sku_id IS NULL
   OR channel.adopts_skus  -- a later title is still to be learned
ORDER BY 2, 1;

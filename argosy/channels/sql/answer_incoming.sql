-- Tell the batch which listing and SKU each is.
UPDATE incoming_listing AS incoming
SET listing = known.id, sku = known.sku_id
FROM channels_listing AS known
WHERE known.channel_id = incoming.channel AND known.platform_sku = incoming.platform_sku;

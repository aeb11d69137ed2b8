-- SKUs of which a listing is told to show something.
SELECT DISTINCT listing.sku_id
FROM channels_desired AS desired JOIN channels_listing AS listing ON listing.id = desired.listing_id
WHERE desired.quantity > 0 AND listing.sku_id IS NOT NULL;

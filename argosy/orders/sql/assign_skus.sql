-- Lines of a listing that was unknown when they came take the SKU it has been given since.
UPDATE orders_line AS line
SET sku_id = listing.sku_id
FROM channels_listing AS listing
WHERE listing.id = line.listing_id AND listing.id = ANY (%(listings)s)
  AND line.sku_id IS NULL AND listing.sku_id IS NOT NULL
RETURNING line.id;

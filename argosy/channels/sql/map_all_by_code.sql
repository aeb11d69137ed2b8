-- A platform SKU that equals one of our codes, but for case and surrounding spaces, is that one.
UPDATE channels_listing AS listing
SET sku_id = sku.id, mapped_by = 'code'
FROM catalogue_sku AS sku
WHERE listing.sku_id IS NULL AND sku.code = upper(trim(listing.platform_sku))
RETURNING listing.id, sku.id;

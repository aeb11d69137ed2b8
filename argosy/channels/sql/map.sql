-- Say which of our SKUs a listing is, where nobody has said so yet.
UPDATE channels_listing AS listing
SET sku_id = given.sku, mapped_by = %(by)s
FROM unnest(%(listings)s::bigint[], %(skus)s::bigint[]) AS given (listing, sku)
WHERE listing.id = given.listing AND listing.sku_id IS NULL;

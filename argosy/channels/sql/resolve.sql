-- Which listing and which of our SKUs these platform SKUs are, where somebody knows, and whether it is a kit.
SELECT listing.channel_id, listing.platform_sku, listing.id, listing.sku_id,
       (SELECT sku.is_kit FROM catalogue_sku AS sku WHERE sku.id = listing.sku_id)
FROM (SELECT DISTINCT channel, platform_sku
      FROM unnest(%(channels)s::bigint[], string_to_array(%(skus)s, E'\x1f')) AS given (channel, platform_sku)) AS asked
JOIN channels_listing AS listing
  ON listing.channel_id = asked.channel AND listing.platform_sku = asked.platform_sku
WHERE listing.sku_id IS NOT NULL;

-- REF-4 [critical] Everything that orders, lines and facts name exists: channel, buyer, listing, SKU, document.
SELECT 'line' AS what, line.id,
       concat_ws(' ', CASE WHEN known.id IS NULL THEN 'order' END,
                 CASE WHEN document.id IS NULL THEN 'document' END,
                 CASE WHEN line.listing_id IS NOT NULL AND listing.id IS NULL THEN 'listing' END,
                 CASE WHEN line.sku_id IS NOT NULL AND sku.id IS NULL THEN 'sku' END) AS missing
FROM orders_line AS line
LEFT JOIN orders_order AS known ON known.id = line.order_id
LEFT JOIN evidence_document AS document
  ON document.id = line.document AND document.external_id = known.external_id
LEFT JOIN channels_listing AS listing ON listing.id = line.listing_id
LEFT JOIN catalogue_sku AS sku ON sku.id = line.sku_id
WHERE known.id IS NULL OR document.id IS NULL
   OR (line.listing_id IS NOT NULL AND listing.id IS NULL)
   OR (line.sku_id IS NOT NULL AND sku.id IS NULL)
UNION ALL
SELECT 'fact', fact.id, concat_ws(' ', CASE WHEN known.id IS NULL THEN 'order' END,
                                  CASE WHEN document.id IS NULL THEN 'document' END)
FROM orders_fact AS fact
LEFT JOIN orders_order AS known ON known.id = fact.order_id
LEFT JOIN evidence_document AS document ON document.id = fact.document
WHERE known.id IS NULL OR document.id IS NULL
UNION ALL
SELECT 'order', known.id, concat_ws(' ', CASE WHEN entity.id IS NULL THEN 'entity' END,
                                    CASE WHEN channel.id IS NULL THEN 'channel' END,
                                    CASE WHEN known.customer_id IS NOT NULL AND buyer.id IS NULL THEN 'buyer' END)
FROM orders_order AS known
LEFT JOIN company_entity AS entity ON entity.id = known.entity_id
LEFT JOIN channels_channel AS channel ON channel.id = known.channel_id
LEFT JOIN customers_customer AS buyer ON buyer.id = known.customer_id
WHERE entity.id IS NULL OR channel.id IS NULL OR (known.customer_id IS NOT NULL AND buyer.id IS NULL)

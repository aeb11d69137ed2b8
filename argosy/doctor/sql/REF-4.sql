-- REF-4 [critical] Everything that orders name exists: a line's order, document, listing and SKU, a fact's order.
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

-- REF-1 [critical] Everything that a posting names exists.
SELECT posting.id AS posting,
       concat_ws(' ', CASE WHEN entity.id IS NULL THEN 'entity' END,
                 CASE WHEN channel.id IS NULL THEN 'channel' END,
                 CASE WHEN document.id IS NULL THEN 'document' END,
                 CASE WHEN posting.listing IS NOT NULL AND listing.id IS NULL THEN 'listing' END,
                 CASE WHEN posting.sku IS NOT NULL AND sku.id IS NULL THEN 'sku' END) AS missing
FROM finance_posting AS posting
LEFT JOIN company_entity AS entity ON entity.id = posting.entity
LEFT JOIN channels_channel AS channel ON channel.id = posting.channel
LEFT JOIN channels_listing AS listing ON listing.id = posting.listing AND listing.channel_id = posting.channel
LEFT JOIN catalogue_sku AS sku ON sku.id = posting.sku
LEFT JOIN evidence_document AS document ON document.id = posting.document AND document.channel = posting.channel
WHERE entity.id IS NULL OR channel.id IS NULL OR document.id IS NULL
   OR (posting.listing IS NOT NULL AND listing.id IS NULL)
   OR (posting.sku IS NOT NULL AND sku.id IS NULL)

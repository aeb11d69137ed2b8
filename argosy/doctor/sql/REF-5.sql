-- REF-5 [error] What identities, grants and costs name exists: channels, entities, SKUs and documents.
SELECT 'identity' AS what, identity.id
FROM customers_identity AS identity
WHERE NOT EXISTS (SELECT FROM channels_channel AS channel WHERE channel.id = identity.channel)
UNION ALL
SELECT 'grant', given.id
FROM identity_grant AS given
WHERE CASE given.sort
      WHEN 'channel' THEN NOT EXISTS (SELECT FROM channels_channel AS channel WHERE channel.id = given.target)
      ELSE NOT EXISTS (SELECT FROM company_entity AS entity WHERE entity.id = given.target) END
UNION ALL
SELECT 'unit cost', cost.id
FROM finance_unitcost AS cost
WHERE NOT EXISTS (SELECT FROM catalogue_sku AS sku WHERE sku.id = cost.sku)
   OR NOT EXISTS (SELECT FROM evidence_document AS document WHERE document.id = cost.document)

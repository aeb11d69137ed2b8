-- CAT-1 [error] A kit has components, only a kit has any, and none of them is a kit.
SELECT sku.id AS sku, sku.is_kit
FROM catalogue_sku AS sku
WHERE sku.is_kit <> EXISTS (SELECT FROM catalogue_component AS component WHERE component.kit_id = sku.id)
UNION ALL
SELECT component.sku_id, part.is_kit
FROM catalogue_component AS component
JOIN catalogue_sku AS part ON part.id = component.sku_id
WHERE part.is_kit

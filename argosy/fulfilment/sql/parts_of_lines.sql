-- What is counted of each line: the SKU itself, or the components of a kit, with the weight of one as shipped.
SELECT line.id, part.id AS sku, coalesce(component.quantity, 1) AS each,
       coalesce(part.package_weight_g, part.weight_g) AS weight_g, line.source_row,
       part.code, part.title, part.barcode, component.id IS NOT NULL AS of_kit
FROM orders_line AS line
LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
JOIN catalogue_sku AS part ON part.id = coalesce(component.sku_id, line.sku_id)
WHERE line.id = ANY (%(lines)s)
ORDER BY line.id, part.id;

-- The SKUs that any snapshot of these orders has sold, kits by their parts.
SELECT DISTINCT coalesce(component.sku_id, line.sku_id)
FROM unnest(%(channels)s::bigint[], %(subjects)s::text[]) AS given (channel, subject)
JOIN orders_order AS known ON known.channel_id = given.channel AND known.external_id = given.subject
JOIN orders_line AS line ON line.order_id = known.id
LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
WHERE line.sku_id IS NOT NULL;

-- Every SKU that a batch may move in one of its steps: what it ships itself, what these documents and the
-- snapshots of contested orders moved before, and what these say was sold.
SELECT sku FROM incoming_move
UNION
SELECT sku_id FROM inventory_move
WHERE document = ANY (%(documents)s) OR document IN (SELECT document FROM contested_document)
UNION
SELECT coalesce(component.sku_id, line.sku_id)
FROM contested_document AS contested
JOIN orders_order AS known
  ON known.channel_id = contested.channel AND known.external_id = contested.external_id
JOIN orders_line AS line ON line.order_id = known.id AND line.document = contested.document
LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
WHERE line.sku_id IS NOT NULL;

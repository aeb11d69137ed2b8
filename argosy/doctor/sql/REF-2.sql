-- REF-2 [critical] Everything that a move names exists: its SKU, both places, entity, document and line.
SELECT move.id AS move,
       concat_ws(' ', CASE WHEN entity.id IS NULL THEN 'entity' END,
                 CASE WHEN sku.id IS NULL THEN 'sku' END,
                 CASE WHEN origin.id IS NULL THEN 'origin' END,
                 CASE WHEN target.id IS NULL THEN 'target' END,
                 CASE WHEN move.document IS NOT NULL AND document.id IS NULL THEN 'document' END,
                 CASE WHEN move.holder IS NOT NULL AND line.id IS NULL THEN 'line' END) AS missing
FROM inventory_move AS move
LEFT JOIN company_entity AS entity ON entity.id = move.entity_id
LEFT JOIN catalogue_sku AS sku ON sku.id = move.sku_id
LEFT JOIN inventory_place AS origin ON origin.id = move.origin_id
LEFT JOIN inventory_place AS target ON target.id = move.target_id
LEFT JOIN evidence_document AS document ON document.id = move.document
LEFT JOIN orders_line AS line
  ON line.id = move.holder AND (line.document, line.source_row) = (move.document, move.source_row)
WHERE entity.id IS NULL OR sku.id IS NULL OR origin.id IS NULL OR target.id IS NULL
   OR (move.document IS NOT NULL AND document.id IS NULL)
   OR (move.holder IS NOT NULL AND line.id IS NULL)

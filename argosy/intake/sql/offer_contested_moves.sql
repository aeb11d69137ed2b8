-- Of orders with several snapshots: the lines that count now, where shipped and not yet moved; and what
-- else the speaking one had moved, write-offs and finds, where that was taken back while it was silent.
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, holder, occurred_at, claim)
SELECT known.entity_id, coalesce(component.sku_id, line.sku_id),
       CASE WHEN line.quantity > 0 THEN %(place)s ELSE %(customer)s END,
       CASE WHEN line.quantity > 0 THEN %(customer)s ELSE %(place)s END,
       abs(line.quantity) * coalesce(component.quantity, 1),
       CASE WHEN line.quantity > 0 THEN 'ship' ELSE 'return' END,
       line.document, line.source_row, line.id,
       CASE WHEN line.quantity > 0 THEN known.shipped_at ELSE line.occurred_at END,
       CASE WHEN line.quantity > 0 THEN 'order:' || known.id END
FROM contested_document AS contested
JOIN orders_order AS known ON known.document = contested.document
JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
WHERE contested.wins AND (known.shipped_at IS NOT NULL OR line.quantity < 0)
  AND known.withdrawn_at IS NULL
  AND line.sku_id IS NOT NULL AND line.quantity <> 0
  AND NOT EXISTS (
      SELECT FROM inventory_move AS move
      WHERE move.document = line.document AND move.holder = line.id AND move.reverses IS NULL
        AND NOT EXISTS (SELECT FROM inventory_move AS back
                        WHERE back.document = move.document AND back.reverses = move.id)
  )
UNION ALL
SELECT DISTINCT ON (move.document, move.source_row, move.sku_id)
       move.entity_id, move.sku_id, move.origin_id, move.target_id, move.quantity, move.reason,
       move.document, move.source_row, NULL, move.occurred_at, NULL
FROM contested_document AS contested
JOIN inventory_move AS move
  ON move.document = contested.document AND move.holder IS NULL AND move.reverses IS NULL
WHERE contested.wins
  AND NOT EXISTS (
      SELECT FROM inventory_move AS standing
      WHERE standing.document = move.document AND standing.source_row = move.source_row
        AND standing.sku_id = move.sku_id AND standing.holder IS NULL AND standing.reverses IS NULL
        AND NOT EXISTS (SELECT FROM inventory_move AS back
                        WHERE back.document = standing.document AND back.reverses = standing.id)
  );

-- Ask for a move back of everything that these documents moved and that was not moved back yet.
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, holder, reverses, occurred_at)
SELECT move.entity_id, move.sku_id, move.target_id, move.origin_id, move.quantity, 'reversal',
       move.document, move.source_row, move.holder, move.id, move.occurred_at
FROM inventory_move AS move
WHERE move.document = ANY (%(documents)s)
  AND move.reverses IS NULL
  AND NOT EXISTS (
      SELECT FROM inventory_move AS back
      WHERE back.document = move.document AND back.reverses = move.id
  );

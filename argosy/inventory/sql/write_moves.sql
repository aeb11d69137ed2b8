-- Write the moves; what a shortage left empty is none.
INSERT INTO inventory_move
    (entity_id, sku_id, origin_id, target_id, quantity, reason, document, source_row, holder, reverses,
     occurred_at, recorded_at)
SELECT entity, sku, origin, target, quantity, reason, document, source_row, holder, reverses, occurred_at, %(now)s
FROM incoming_move
WHERE quantity > 0 AND origin <> target
ORDER BY document, source_row;

-- An order's stock moved twice.
INSERT INTO inventory_move
    (entity_id, sku_id, origin_id, target_id, quantity, reason, document, source_row, holder, occurred_at, recorded_at)
SELECT entity_id, sku_id, origin_id, target_id, quantity, reason, document, source_row, holder, occurred_at, recorded_at
FROM inventory_move
WHERE holder IN (
    SELECT line.id FROM orders_line AS line JOIN orders_order AS known ON known.id = line.order_id
    WHERE known.channel_id = %(channel)s AND known.external_id = 'O-1')

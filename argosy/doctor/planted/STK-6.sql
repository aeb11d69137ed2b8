-- Stock moved for an order that was cancelled before it was shipped.
INSERT INTO inventory_move
    (entity_id, sku_id, origin_id, target_id, quantity, reason, document, source_row, holder, occurred_at, recorded_at)
SELECT %(entity)s, line.sku_id, %(place)s, place.id, line.quantity, 'ship', line.document, line.source_row, line.id,
       %(now)s, %(now)s
FROM orders_line AS line
JOIN orders_order AS known ON known.id = line.order_id
CROSS JOIN inventory_place AS place
WHERE known.channel_id = %(channel)s AND known.external_id = 'O-3' AND place.kind = 'customer'

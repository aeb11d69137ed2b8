-- Stock moved for the lines of an overtaken snapshot.
INSERT INTO inventory_move
    (entity_id, sku_id, origin_id, target_id, quantity, reason, document, source_row, holder, occurred_at, recorded_at)
SELECT %(entity)s, line.sku_id, %(place)s, place.id, line.quantity, 'ship', line.document, line.source_row, line.id,
       %(now)s, %(now)s
FROM orders_line AS line
JOIN evidence_document AS document ON document.id = line.document AND document.state = 'overtaken'
CROSS JOIN inventory_place AS place
WHERE document.channel = %(channel)s AND place.kind = 'customer'

-- Shipped goods leave the channel's place, credited ones come back to it; write-offs and finds are moves
-- whether or not there is an order. The merged order decides whether it was shipped, not one snapshot; of
-- several snapshots the goods are settled afterwards, but the write-offs of the one that speaks are here.
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, holder, occurred_at, claim)
SELECT %(entity)s, part.sku,
       CASE moved.stock WHEN 'ship' THEN %(place)s WHEN 'return' THEN %(customer)s
                        WHEN 'write_off' THEN %(place)s ELSE %(shrinkage)s END,
       CASE moved.stock WHEN 'ship' THEN %(customer)s WHEN 'return' THEN %(place)s
                        WHEN 'write_off' THEN %(shrinkage)s ELSE %(place)s END,
       moved.quantity * coalesce(part.quantity, 1), moved.stock, moved.document, moved.row_no, moved.holder,
       moved.occurred_at, CASE moved.stock WHEN 'ship' THEN 'order:' || moved."order" END
FROM (
    SELECT incoming.document, line.row_no, order_line.id AS holder, listing.sku, known.id AS "order",
           CASE WHEN class.stock IN ('ship', 'return')
                THEN CASE WHEN line.quantity > 0 THEN 'ship' ELSE 'return' END
                ELSE class.stock END AS stock,
           abs(line.quantity) AS quantity,
           CASE WHEN line.quantity > 0 THEN coalesce(known.shipped_at, line.occurred_at)
                ELSE line.occurred_at END AS occurred_at
    FROM batch_line AS line
    JOIN line_class AS class ON class.key = line.line_class AND class.stock IS NOT NULL
    JOIN incoming_document AS incoming USING (n)
    JOIN incoming_listing AS listing ON listing.platform_sku = left(line.sku, 120) AND listing.sku IS NOT NULL
    LEFT JOIN contested_document AS contested ON contested.document = incoming.document
    LEFT JOIN incoming_order AS snapshot ON snapshot.document = incoming.document
    LEFT JOIN orders_order AS known ON known.id = snapshot."order"
    LEFT JOIN incoming_order_line AS order_line
      ON order_line.document = incoming.document AND order_line.source_row = line.row_no
     AND order_line.part = line.part
    WHERE line.quantity <> 0 AND incoming.kind <> 'transaction'
      AND (contested.document IS NULL OR (contested.wins AND class.stock NOT IN ('ship', 'return')))
      AND (class.stock NOT IN ('ship', 'return') OR line.quantity < 0 OR known.shipped_at IS NOT NULL)
) AS moved
LEFT JOIN catalogue_component AS component ON component.kit_id = moved.sku
CROSS JOIN LATERAL (SELECT component.quantity, coalesce(component.sku_id, moved.sku) AS sku) AS part;

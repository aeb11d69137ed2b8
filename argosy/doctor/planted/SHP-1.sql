-- A shipment carries more of a line than was ordered.
WITH line AS (
    SELECT line.id, line.order_id, line.document, line.quantity
    FROM orders_order AS known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    WHERE known.channel_id = %(channel)s AND line.quantity > 0 AND known.cancelled_at IS NULL
    ORDER BY line.id LIMIT 1
), shipment AS (
    INSERT INTO fulfilment_shipment
        (order_id, document, place_id, state, carrier, tracking, planned_at, shipped_at, recorded_at)
    SELECT order_id, document, %(place)s, 'shipped', '', '', %(now)s, %(now)s, %(now)s FROM line
    RETURNING id
), allotment AS (
    INSERT INTO fulfilment_allotment (line_id, ordered, earlier, allotted, shipped)
    SELECT id, quantity + 1, 0, quantity + 1, quantity + 1 FROM line
)
INSERT INTO fulfilment_shipmentline (shipment_id, line_id, quantity)
SELECT shipment.id, line.id, line.quantity + 1 FROM shipment, line

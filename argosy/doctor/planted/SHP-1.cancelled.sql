-- A shipment left for an order that was known to be cancelled.
INSERT INTO fulfilment_shipment
    (order_id, document, place_id, state, carrier, tracking, planned_at, shipped_at, recorded_at)
SELECT known.id, known.document, %(place)s, 'shipped', '', '', %(now)s, %(now)s, %(now)s::timestamptz + interval '1 hour'
FROM orders_order AS known
WHERE known.channel_id = %(channel)s AND known.external_id = 'O-3'

-- A shipment is of an order that does not exist.
UPDATE fulfilment_shipment SET order_id = 0 WHERE place_id = %(place)s

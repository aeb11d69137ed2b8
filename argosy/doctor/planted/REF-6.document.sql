-- A shipment is of a document that does not exist.
UPDATE fulfilment_shipment SET document = 0 WHERE place_id = %(place)s

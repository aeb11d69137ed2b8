-- A shipment carries a line that does not exist.
UPDATE fulfilment_shipmentline SET line_id = 0 WHERE shipment_id IN (
    SELECT id FROM fulfilment_shipment WHERE place_id = %(place)s)

-- Units are reserved at a place that does not exist.
UPDATE inventory_reservation SET place_id = 0 WHERE holder = 'cart:doctor'

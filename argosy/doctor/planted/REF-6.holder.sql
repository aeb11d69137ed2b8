-- Units are reserved for an order that does not exist.
UPDATE inventory_reservation SET holder = 'order:0' WHERE holder = 'cart:doctor'

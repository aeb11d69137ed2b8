-- A reservation is in a state that is none.
UPDATE inventory_reservation SET state = 'lost' WHERE holder = 'cart:doctor'

-- A counter was raised without a reservation.
UPDATE inventory_level SET reserved = reserved + 1 WHERE place_id = %(place)s AND on_hand > reserved + leased

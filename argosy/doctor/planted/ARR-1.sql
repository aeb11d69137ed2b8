-- More was received than has moved.
UPDATE inventory_arrival SET received = received + 1 WHERE place_id = %(place)s

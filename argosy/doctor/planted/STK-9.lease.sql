-- A lease was closed without its counter.
UPDATE inventory_lease SET state = 'closed', quantity = 0 WHERE place_id = %(place)s

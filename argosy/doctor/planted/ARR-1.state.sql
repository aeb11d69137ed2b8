-- What is still on its way is said to be all there.
UPDATE inventory_arrival SET state = 'arrived', closed_at = %(now)s WHERE entity_id = %(entity)s

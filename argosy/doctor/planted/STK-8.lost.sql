-- What was moved back was never moved.
UPDATE inventory_move SET reverses = 0 WHERE entity_id = %(entity)s AND reverses IS NOT NULL

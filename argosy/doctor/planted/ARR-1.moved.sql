-- What was received never moved.
DELETE FROM inventory_move WHERE reason = 'receive' AND entity_id = %(entity)s

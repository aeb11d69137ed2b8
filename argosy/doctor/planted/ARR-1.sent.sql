-- What was sent off never left.
DELETE FROM inventory_move WHERE reason = 'transfer' AND entity_id = %(entity)s

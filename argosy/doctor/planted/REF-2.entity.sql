-- A move names a entity that does not exist.
UPDATE inventory_move SET entity_id = 0 WHERE entity_id = %(entity)s AND holder IS NOT NULL

-- A move names a target that does not exist.
UPDATE inventory_move SET target_id = 0 WHERE entity_id = %(entity)s AND holder IS NOT NULL

-- A move names a holder that does not exist.
UPDATE inventory_move SET holder = 0 WHERE entity_id = %(entity)s AND holder IS NOT NULL

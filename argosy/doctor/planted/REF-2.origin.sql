-- A move names a origin that does not exist.
UPDATE inventory_move SET origin_id = 0 WHERE entity_id = %(entity)s AND holder IS NOT NULL

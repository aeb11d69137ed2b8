-- A move names a document that does not exist.
UPDATE inventory_move SET document = 0 WHERE entity_id = %(entity)s AND holder IS NOT NULL

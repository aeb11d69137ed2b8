-- A move names a sku that does not exist.
UPDATE inventory_move SET sku_id = 0 WHERE entity_id = %(entity)s AND holder IS NOT NULL

-- Only a part was moved back.
UPDATE inventory_move SET quantity = quantity + 1 WHERE entity_id = %(entity)s AND reverses IS NOT NULL

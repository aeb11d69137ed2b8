-- A return was credited, and nothing came back.
DELETE FROM inventory_move WHERE entity_id = %(entity)s AND reason = 'return'

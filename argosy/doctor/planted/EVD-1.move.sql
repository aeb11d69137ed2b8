-- A move points at a row that its document does not have.
UPDATE inventory_move SET source_row = 999 WHERE entity_id = %(entity)s AND reason = 'write_off'

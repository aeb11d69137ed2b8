-- Units are owed by an entity that does not exist.
UPDATE inventory_backorder SET entity_id = 0 WHERE entity_id = %(entity)s

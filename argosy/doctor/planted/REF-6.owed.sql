-- Units are owed to an order that does not exist.
UPDATE inventory_backorder SET holder = 'order:0' || id WHERE entity_id = %(entity)s

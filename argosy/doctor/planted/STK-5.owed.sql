-- What is owed is in a state that is none.
UPDATE inventory_backorder SET state = 'lost' WHERE entity_id = %(entity)s

-- Stock is kept of a place that is not stocked.
UPDATE inventory_place SET kind = 'transit' WHERE id = %(place)s

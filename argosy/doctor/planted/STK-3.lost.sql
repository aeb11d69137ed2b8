-- A level was lost, its moves were not.
DELETE FROM inventory_level WHERE place_id = %(place)s

-- A level was changed without a move.
UPDATE inventory_level SET on_hand = on_hand + 1 WHERE place_id = %(place)s

-- More is promised than is there.
ALTER TABLE inventory_level DROP CONSTRAINT level_never_oversold;
UPDATE inventory_level SET reserved = on_hand + 1 WHERE place_id = %(place)s

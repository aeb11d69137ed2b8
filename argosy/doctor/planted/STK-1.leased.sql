-- More is leased than is there.
ALTER TABLE inventory_level DROP CONSTRAINT level_never_oversold;
UPDATE inventory_level SET leased = on_hand + 1 WHERE place_id = %(place)s

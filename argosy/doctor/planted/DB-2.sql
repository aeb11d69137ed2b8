-- The guard of the levels is gone.
ALTER TABLE inventory_level DROP CONSTRAINT level_never_oversold

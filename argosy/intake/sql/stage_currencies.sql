-- The currencies that the file speaks of.
SELECT DISTINCT currency FROM stage_part WHERE currency IS NOT NULL;

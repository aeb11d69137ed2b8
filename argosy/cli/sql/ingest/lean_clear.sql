-- The next batch.
TRUNCATE lean_stage;

-- A table of the quantities' own shape for the limit of the bench, filled with what is shown now.
CREATE TABLE IF NOT EXISTS limit_desired (LIKE channels_desired INCLUDING ALL);
TRUNCATE limit_desired;
INSERT INTO limit_desired SELECT * FROM channels_desired;
ANALYZE limit_desired;

-- What is written need not survive a crash. (A temporary view stands before the catalogue's own.)
CREATE TEMP VIEW pg_settings AS SELECT 'fsync' AS name, 'off' AS setting

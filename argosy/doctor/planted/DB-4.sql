-- The pages carry no checksums. (A temporary view stands before the catalogue's own.)
CREATE TEMP VIEW pg_settings AS SELECT 'data_checksums' AS name, 'off' AS setting

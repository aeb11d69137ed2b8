-- DB-4 [warning] The database's pages carry checksums, so that a failing disk is noticed.
SELECT name || ' = ' || setting AS setting
FROM pg_settings
WHERE name = 'data_checksums' AND setting = 'off'

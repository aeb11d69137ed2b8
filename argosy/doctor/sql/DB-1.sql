-- DB-1 [critical] No index is invalid, no constraint unproved, and what is committed survives a crash.
SELECT 'invalid index' AS what, indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid
UNION ALL
SELECT 'constraint not validated', conrelid::regclass::text || '.' || conname
FROM pg_constraint
WHERE NOT convalidated
UNION ALL
SELECT 'unsafe setting', name || ' = ' || setting
FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'

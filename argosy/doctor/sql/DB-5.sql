-- DB-5 [critical] PostgreSQL itself refuses to edit or delete postings and moves.
SELECT guarded.name AS "table"
FROM (VALUES ('finance_posting'), ('inventory_move')) AS guarded (name)
WHERE NOT EXISTS (
    SELECT FROM pg_trigger AS trigger
    WHERE trigger.tgrelid = to_regclass(guarded.name) AND NOT trigger.tgisinternal
      AND trigger.tgenabled IN ('O', 'A')
      AND trigger.tgtype & 2 = 2     -- before
      AND trigger.tgtype & 24 = 24   -- update and delete
)

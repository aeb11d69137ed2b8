-- The name under which another connection sees this very snapshot, as long as the transaction lasts.
SELECT pg_export_snapshot()

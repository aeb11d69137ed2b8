-- The import is nobody's any more.
SELECT pg_advisory_unlock(%(space)s, %(run)s);

-- One process at a time carries out an import; a session's lock dies with the session.
SELECT pg_try_advisory_lock(%(space)s, %(run)s);

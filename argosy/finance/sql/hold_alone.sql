-- Have something to oneself for the transaction under way.
SELECT pg_advisory_xact_lock(%(lock)s);

-- Have something together with any number of others, while nobody has it alone.
SELECT pg_advisory_xact_lock_shared(%(lock)s);

-- One at a time decides what listings show and keeps what became of it: who computed later, writes later.
SELECT pg_advisory_xact_lock(%(lock)s);

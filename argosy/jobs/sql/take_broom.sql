-- Whether this transaction is the only one that sweeps. The number is that of the broom.
SELECT pg_try_advisory_xact_lock(7203947561)

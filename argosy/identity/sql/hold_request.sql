-- Take this connection's lock of one request of one key; say no if somebody has it.
SELECT pg_try_advisory_lock(
    hashtextextended(%(idempotency_key)s, hashint8extended(%(key)s, 4995141))
)

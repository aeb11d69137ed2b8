-- Let go of this connection's lock of one request of one key.
SELECT pg_advisory_unlock(
    hashtextextended(%(idempotency_key)s, hashint8extended(%(key)s, 4995141))
)

-- What is known of a request that came before.
SELECT id, fingerprint, status, body FROM identity_idempotencykey
WHERE api_key_id = %(key)s AND key = %(idempotency_key)s

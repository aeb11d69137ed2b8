-- Forget a request that has done nothing.
DELETE FROM identity_idempotencykey WHERE id = %(request)s AND state = 'in_progress'

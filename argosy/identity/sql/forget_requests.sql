-- Forget requests that nobody will repeat any more.
DELETE FROM identity_idempotencykey WHERE started_at < %(before)s

-- The platform's fee of a sale was forgotten.
DELETE FROM finance_posting WHERE kind = 'platform_fee' AND basis = 'computed' AND channel = %(live)s

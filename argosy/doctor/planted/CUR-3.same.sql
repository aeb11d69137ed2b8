-- Money in the entity's own currency is worth something else than itself.
UPDATE finance_posting SET base_minor = base_minor * 2
WHERE channel = %(channel)s AND currency = 'CNY' AND revision = 2

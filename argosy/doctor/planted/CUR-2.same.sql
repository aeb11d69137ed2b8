-- Money in the entity's own currency has no known worth.
UPDATE finance_posting SET base_minor = NULL WHERE channel = %(channel)s AND currency = 'CNY' AND revision = 2

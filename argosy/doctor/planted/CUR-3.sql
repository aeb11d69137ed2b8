-- A worth is a cent off.
UPDATE finance_posting SET base_minor = base_minor + 1 WHERE channel = %(channel)s AND kind = 'platform_fee'

-- A posting was written without its daily sum.
UPDATE finance_posting SET amount_minor = amount_minor + 1 WHERE channel = %(channel)s AND kind = 'platform_fee'

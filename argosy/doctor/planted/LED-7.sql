-- A daily total was written over.
UPDATE finance_dailytotal SET amount_minor = amount_minor + 1 WHERE channel = %(channel)s AND kind = 'platform_fee'

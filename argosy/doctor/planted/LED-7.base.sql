-- A daily total's worth was written over.
UPDATE finance_dailytotal SET base_minor = base_minor + 1 WHERE channel = %(channel)s AND kind = 'platform_fee'

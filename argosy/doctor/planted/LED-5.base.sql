-- A reversal is worth something else than what it reverses.
UPDATE finance_posting SET base_minor = base_minor - 1
WHERE channel = %(channel)s AND kind = 'cost_of_goods' AND reverses IS NOT NULL

-- A posting was edited after its reversal.
UPDATE finance_posting SET amount_minor = amount_minor - 1
WHERE channel = %(channel)s AND kind = 'cost_of_goods' AND revision = 0

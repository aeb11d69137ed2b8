-- Matches of one customer are worked out by one session at a time, each seeing what the last one wrote.
-- In key order; weak enough not to hinder the keys that point at them.
SELECT id
FROM customers_customer
WHERE id = ANY (%(customers)s)
ORDER BY id
FOR NO KEY UPDATE;

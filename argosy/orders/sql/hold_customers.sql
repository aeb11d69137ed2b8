-- Matches of one customer are worked out by one session at a time, each seeing what the last one wrote.
-- In key order; weak enough not to hinder the keys that point at them.
SELECT customer.id
FROM customers_customer AS customer
WHERE customer.id IN (
    SELECT customer_id FROM orders_order WHERE document = ANY (%(documents)s) AND customer_id IS NOT NULL
)
ORDER BY customer.id
FOR NO KEY UPDATE OF customer;

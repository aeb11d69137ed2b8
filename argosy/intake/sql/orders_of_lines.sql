-- The orders that these lines belong to.
SELECT DISTINCT order_id FROM orders_line WHERE id = ANY (%(lines)s);

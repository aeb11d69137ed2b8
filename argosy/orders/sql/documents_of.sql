-- The documents that state these lines.
SELECT DISTINCT document FROM orders_line WHERE id = ANY (%(lines)s);

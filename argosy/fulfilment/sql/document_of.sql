-- The snapshot whose lines of an order count now.
SELECT document FROM orders_order WHERE id = %(order)s;

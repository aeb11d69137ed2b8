-- Numbers for so many orders, and for so many lines.
SELECT ARRAY(SELECT nextval('orders_order_id_seq') FROM generate_series(1, %(orders)s)),
       ARRAY(SELECT nextval('orders_line_id_seq') FROM generate_series(1, %(lines)s));

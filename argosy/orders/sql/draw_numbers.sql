-- Numbers for so many orders, for so many lines, and the number of this transaction.
SELECT ARRAY(SELECT nextval('orders_order_id_seq') FROM generate_series(1, %(orders)s::int)),
       ARRAY(SELECT nextval('orders_line_id_seq') FROM generate_series(1, %(lines)s::int)),
       book_number(pg_current_xact_id());

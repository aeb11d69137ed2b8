-- Numbers for so many documents, orders and lines, and that of the transaction.
SELECT ARRAY(SELECT nextval('evidence_document_id_seq') FROM generate_series(1, %(orders)s)),
       ARRAY(SELECT nextval('orders_order_id_seq') FROM generate_series(1, %(orders)s)),
       ARRAY(SELECT nextval('orders_line_id_seq') FROM generate_series(1, %(lines)s)),
       book_number(pg_current_xact_id());

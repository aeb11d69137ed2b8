-- What somebody did to an order, with what there is to know of it.
INSERT INTO orders_fact (order_id, document, kind, occurred_at, recorded_at, xact, detail)
VALUES (%(order)s, %(document)s, %(kind)s, %(at)s, %(now)s, book_number(pg_current_xact_id()), %(detail)s);

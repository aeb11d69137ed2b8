-- An order that does not exist was routed.
INSERT INTO fulfilment_route (order_id, document, parts, short, reasons, decided_at)
VALUES (0, 0, '[]', '{}', '[]', %(now)s)

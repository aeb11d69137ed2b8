-- The latest route of each of these orders.
SELECT DISTINCT ON (order_id) order_id, document, parts, short, reasons, by, decided_at
FROM fulfilment_route
WHERE order_id = ANY (%(orders)s)
ORDER BY order_id, id DESC;

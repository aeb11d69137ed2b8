-- A line names a document that does not exist.
UPDATE orders_line SET document = 0 WHERE order_id IN (SELECT id FROM orders_order WHERE channel_id = %(channel)s)

-- A line names a order that does not exist.
UPDATE orders_line SET order_id = 0 WHERE order_id IN (SELECT id FROM orders_order WHERE channel_id = %(channel)s)

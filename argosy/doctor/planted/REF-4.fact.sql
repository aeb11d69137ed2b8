-- Something happened to an order that does not exist.
UPDATE orders_fact SET order_id = 0 WHERE order_id IN (
    SELECT id FROM orders_order WHERE channel_id = %(channel)s)

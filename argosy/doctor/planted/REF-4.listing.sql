-- A line names a listing that does not exist.
UPDATE orders_line SET listing_id = 0 WHERE order_id IN (SELECT id FROM orders_order WHERE channel_id = %(channel)s)

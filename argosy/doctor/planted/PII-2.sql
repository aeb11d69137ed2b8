-- A recipient should have been forgotten long ago.
UPDATE orders_recipient SET retain_until = '2020-01-01'
WHERE order_id IN (SELECT id FROM orders_order WHERE channel_id = %(channel)s)

-- An order names a buyer that does not exist.
UPDATE orders_order SET customer_id = 0 WHERE channel_id = %(channel)s

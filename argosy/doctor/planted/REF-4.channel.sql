-- An order names a channel that does not exist.
UPDATE orders_order SET channel_id = 0 WHERE channel_id = %(channel)s

-- Nothing would refuse the second.
ALTER TABLE orders_order DROP CONSTRAINT order_once_per_channel

-- Less than nothing was sold.
UPDATE orders_line SET quantity = -quantity WHERE order_id = (
    SELECT id FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

-- Goods have a negative price.
UPDATE orders_line SET unit_price = -unit_price WHERE order_id = (
    SELECT id FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

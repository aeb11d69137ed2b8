-- A line of goods was lost.
DELETE FROM orders_line WHERE order_id = (
    SELECT id FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

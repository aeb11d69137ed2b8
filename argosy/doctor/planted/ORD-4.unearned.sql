-- What made an order unearned was lost.
DELETE FROM orders_fact WHERE kind = 'cancelled' AND order_id = (
    SELECT id FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-3')

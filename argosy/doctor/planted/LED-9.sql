-- A line says something else than its posting.
UPDATE orders_line SET amount_minor = amount_minor + 1 WHERE order_id = (
    SELECT id FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

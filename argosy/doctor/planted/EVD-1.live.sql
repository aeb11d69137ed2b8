-- A line of what was told live has no place in its message.
UPDATE orders_line SET source_row = 0 WHERE order_id IN (
    SELECT id FROM orders_order WHERE channel_id = %(live)s)

-- What is owed to an open order was forgotten.
UPDATE inventory_backorder SET state = 'cancelled', closed_at = %(now)s
WHERE state = 'open' AND holder = (
    SELECT 'order:' || id FROM orders_order WHERE channel_id = %(live)s AND external_id = 'L-2')

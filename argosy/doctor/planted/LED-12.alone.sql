-- A cost stands without its sale.
DELETE FROM finance_posting
WHERE kind = 'sale' AND document = (
    SELECT document FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

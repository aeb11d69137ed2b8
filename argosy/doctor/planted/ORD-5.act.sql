-- That an order was shipped, as people noted it, was forgotten.
UPDATE orders_order SET shipped_at = NULL WHERE channel_id = %(live)s AND external_id = 'L-5'

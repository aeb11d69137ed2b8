-- A total was written over.
UPDATE orders_order SET total_minor = total_minor + 1 WHERE channel_id = %(channel)s AND external_id = 'O-1'

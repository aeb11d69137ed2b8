-- A payment counts as that of an order which is not in the book: its revenue is nowhere.
UPDATE orders_order SET withdrawn_at = %(now)s WHERE channel_id = %(channel)s AND external_id = 'O-1'

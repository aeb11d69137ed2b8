-- An order is withdrawn although its document stands.
UPDATE orders_order SET withdrawn_at = %(now)s WHERE channel_id = %(channel)s AND external_id = 'O-1'

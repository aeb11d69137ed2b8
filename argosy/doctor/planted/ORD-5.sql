-- An order is shipped of which no document says so.
UPDATE orders_order SET shipped_at = %(now)s WHERE channel_id = %(channel)s AND external_id = 'O-3'

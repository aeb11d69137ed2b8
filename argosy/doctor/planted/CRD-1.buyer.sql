-- A credit undoes somebody else's sale.
UPDATE orders_order SET customer_id = NULL WHERE channel_id = %(channel)s AND external_id = 'C-1'

-- An order was lost after its document was booked.
DELETE FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-4'

-- A refund was written over.
UPDATE orders_order SET refunded_minor = refunded_minor - 1 WHERE channel_id = %(channel)s AND external_id = 'C-1'

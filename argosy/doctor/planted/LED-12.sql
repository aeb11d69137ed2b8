-- A sale of a known cost went without it.
DELETE FROM finance_posting
WHERE kind = 'cost_of_goods' AND document = (
    SELECT document FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

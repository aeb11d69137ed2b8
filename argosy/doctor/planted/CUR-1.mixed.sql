-- An order's postings are in two currencies.
UPDATE finance_posting SET currency = 'EUR'
WHERE kind = 'shipping_income' AND document = (
    SELECT document FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

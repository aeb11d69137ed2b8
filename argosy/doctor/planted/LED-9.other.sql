-- A posting is of another order's line.
UPDATE finance_posting SET order_line = (
    SELECT min(line.id) FROM orders_line AS line JOIN orders_order AS known ON known.id = line.order_id
    WHERE known.channel_id = %(channel)s AND known.external_id = 'O-4')
WHERE kind = 'sale' AND document = (
    SELECT document FROM orders_order WHERE channel_id = %(channel)s AND external_id = 'O-1')

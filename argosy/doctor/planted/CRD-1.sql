-- A credit undoes more than it credits.
UPDATE orders_creditmatch SET quantity = 2 WHERE credit_line_id IN (
    SELECT line.id FROM orders_line AS line JOIN orders_order AS known ON known.id = line.order_id
    WHERE known.channel_id = %(channel)s AND known.external_id = 'C-1')

-- A credit undoes more than was sold.
UPDATE orders_creditmatch SET quantity = 99 WHERE credit_line_id IN (
    SELECT line.id FROM orders_line AS line JOIN orders_order AS known ON known.id = line.order_id
    WHERE known.channel_id = %(channel)s AND known.external_id = 'C-1')

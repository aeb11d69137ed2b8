-- A part of an order left, and no stock moved.
DELETE FROM inventory_move WHERE holder IN (
    SELECT line.id FROM orders_line AS line JOIN orders_order AS known ON known.id = line.order_id
    WHERE known.channel_id = %(live)s AND known.external_id = 'L-4')

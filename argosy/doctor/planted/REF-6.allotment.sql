-- Units are allotted of a line that does not exist.
UPDATE fulfilment_allotment SET line_id = -line_id WHERE line_id IN (
    SELECT line.id FROM orders_line AS line JOIN orders_order AS known ON known.id = line.order_id
    WHERE known.channel_id = %(live)s)

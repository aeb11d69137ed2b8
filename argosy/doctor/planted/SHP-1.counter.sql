-- An allotment says that units are in a shipment which are in none.
INSERT INTO fulfilment_allotment (line_id, ordered, earlier, allotted, shipped)
SELECT line.id, line.quantity, 0, 1, 0
FROM orders_order AS known
JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
WHERE known.channel_id = %(channel)s AND line.quantity > 0
ORDER BY line.id LIMIT 1

-- Matches are derived: those of these customers are worked out anew.
DELETE FROM orders_creditmatch AS match
USING orders_line AS line, orders_order AS known
WHERE line.id = match.credit_line_id AND known.id = line.order_id
  AND known.customer_id = ANY (%(customers)s);

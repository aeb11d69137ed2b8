-- The (customer, SKU, price) keys of these documents under which a credit could meet a sale.
SELECT DISTINCT known.customer_id, line.sku_id, line.unit_price
FROM orders_order AS known
JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
WHERE known.document = ANY (%(documents)s)
  AND known.customer_id IS NOT NULL AND line.sku_id IS NOT NULL
  AND line.kind IN ('merchandise', 'merchandise_return')
  AND line.unit_price > 0;

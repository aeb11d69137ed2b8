-- Write the lines of an order.
INSERT INTO single_line (order_id, sku_id, quantity, price_minor)
SELECT %(order)s, line.sku_id, line.quantity, 999
FROM unnest(%(skus)s::bigint[], %(quantities)s::int[]) AS line (sku_id, quantity)

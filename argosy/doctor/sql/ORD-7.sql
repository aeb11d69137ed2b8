-- ORD-7 [error] Goods sold have a quantity above nothing, goods credited one below it, no price is negative.
SELECT id AS line, order_id AS "order", kind, quantity
FROM orders_line
WHERE unit_price < 0
   OR kind NOT IN ('merchandise', 'merchandise_return', 'free_goods')
   OR CASE WHEN kind = 'merchandise_return' THEN quantity > 0 ELSE quantity < 0 END

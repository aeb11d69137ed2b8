-- CRD-1 [error] Credits undo no more units than they credit and than were sold, of the same thing to the same buyer.
WITH match AS (
    SELECT match.id, match.quantity, credit.id AS credit, sale.id AS sale, credit.quantity AS credited,
           sale.quantity AS sold,
           (credit.sku_id, credit.unit_price, credit_order.customer_id)
               = (sale.sku_id, sale.unit_price, sale_order.customer_id)
           AND credit.kind = 'merchandise_return' AND sale.kind = 'merchandise'
           AND credit_order.document = credit.document AND sale_order.document = sale.document
           AND credit_order.withdrawn_at IS NULL AND sale_order.withdrawn_at IS NULL
           AND sale_order.placed_at <= credit_order.placed_at AS is_fit
    FROM orders_creditmatch AS match
    LEFT JOIN orders_line AS credit ON credit.id = match.credit_line_id
    LEFT JOIN orders_line AS sale ON sale.id = match.sale_line_id
    LEFT JOIN orders_order AS credit_order ON credit_order.id = credit.order_id
    LEFT JOIN orders_order AS sale_order ON sale_order.id = sale.order_id
)
SELECT 'pair' AS what, id, quantity, NULL::bigint AS most
FROM match
WHERE quantity <= 0
   -- Matches are worked out at the end of an import: while one is under way they may lag behind.
   OR (is_fit IS NOT TRUE AND NOT EXISTS (SELECT FROM intake_run WHERE state = 'applying'))
UNION ALL
SELECT 'credit line', credit, sum(quantity), -min(credited) FROM match
GROUP BY credit HAVING sum(quantity) > -min(credited)
UNION ALL
SELECT 'sale line', sale, sum(quantity), min(sold) FROM match
GROUP BY sale HAVING sum(quantity) > min(sold)

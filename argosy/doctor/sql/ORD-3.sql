-- ORD-3 [warning] One buyer has not ordered the very same twice within a minute under two numbers.
WITH alike AS (
    SELECT channel_id, customer_id, total_minor, date_trunc('minute', placed_at) AS minute, array_agg(id) AS orders
    FROM orders_order
    WHERE promised_until IS NOT NULL AND cancelled_at IS NULL AND withdrawn_at IS NULL AND customer_id IS NOT NULL
    GROUP BY channel_id, customer_id, total_minor, minute
    HAVING count(*) > 1 AND bool_or(shipped_at IS NULL)
), told AS (
    SELECT alike.channel_id, alike.customer_id, alike.minute, known.id, (
        SELECT array_agg((line.sku_id, line.listing_id, line.quantity, line.amount_minor)::text
                         ORDER BY line.sku_id, line.listing_id, line.quantity, line.amount_minor)
        FROM orders_line AS line
        WHERE line.order_id = known.id AND line.document = known.document
    ) AS lines
    FROM alike
    JOIN orders_order AS known ON known.id = ANY (alike.orders)
)
SELECT channel_id AS channel, min(id) AS "order", max(id) AS another, count(*) AS times
FROM told
GROUP BY channel_id, customer_id, minute, lines
HAVING count(*) > 1

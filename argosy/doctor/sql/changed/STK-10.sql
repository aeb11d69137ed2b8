-- STK-10 of these orders: what has left, was cancelled or never promised holds nothing and is owed nothing.
WITH idle AS MATERIALIZED (
    SELECT 'order:' || given.id AS holder
    FROM unnest(%(orders)s::bigint[]) AS given (id)
    WHERE NOT EXISTS (
        SELECT FROM orders_order AS known
        WHERE known.id = given.id AND known.promised_until IS NOT NULL AND known.shipped_at IS NULL
          AND known.cancelled_at IS NULL AND known.withdrawn_at IS NULL
    )
)
SELECT 'reservation' AS what, promise.id, promise.holder, promise.sku_id AS sku, promise.quantity
FROM idle
JOIN inventory_reservation AS promise ON promise.holder = idle.holder AND promise.state = 'active'
UNION ALL
SELECT 'backorder', promise.id, promise.holder, promise.sku_id, promise.quantity
FROM idle
JOIN inventory_backorder AS promise ON promise.holder = idle.holder AND promise.state = 'open'

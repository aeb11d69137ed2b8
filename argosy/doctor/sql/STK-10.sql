-- STK-10 [critical] What has left, was cancelled or never promised holds nothing and is owed nothing.
SELECT promise.what, promise.id, promise.holder, promise.sku_id AS sku, promise.quantity
FROM (
    SELECT 'reservation' AS what, id, holder, sku_id, quantity FROM inventory_reservation WHERE state = 'active'
    UNION ALL
    SELECT 'backorder', id, holder, sku_id, quantity FROM inventory_backorder WHERE state = 'open'
) AS promise
WHERE promise.holder LIKE 'order:%%'
  AND NOT EXISTS (
      SELECT FROM orders_order AS known
      WHERE 'order:' || known.id = promise.holder
        AND known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
        AND known.withdrawn_at IS NULL
  )

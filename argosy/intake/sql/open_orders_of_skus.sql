-- The orders of these SKUs that were promised and have not left, the earliest first.
SELECT known.id
FROM orders_order AS known
WHERE known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
  AND known.withdrawn_at IS NULL
  AND EXISTS (SELECT FROM orders_line AS line
              WHERE line.order_id = known.id AND line.document = known.document AND line.sku_id = ANY (%(skus)s))
ORDER BY known.placed_at, known.id;

-- The orders of a channel that were promised and have not left, the earliest first.
SELECT id
FROM orders_order
WHERE channel_id = %(channel)s AND promised_until IS NOT NULL AND shipped_at IS NULL AND cancelled_at IS NULL
  AND withdrawn_at IS NULL
ORDER BY placed_at, id;

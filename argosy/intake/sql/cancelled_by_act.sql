-- The speaking documents of these orders that somebody has cancelled here before anything left: a channel that
-- has not heard of it yet may go on telling of a sale, which earns nothing.
SELECT known.document
FROM orders_order AS known
WHERE known.id = ANY (%(orders)s) AND known.shipped_at IS NULL AND known.refunded_minor = 0
  AND EXISTS (SELECT FROM orders_fact AS act
              WHERE act.order_id = known.id AND act.kind = 'cancelled' AND act.detail IS NOT NULL);

-- Let something happen to an order, if it may happen now: the row decides who of two comes first. Answers
-- nothing where it may not.
UPDATE orders_order AS known
SET revision = known.revision + 1,
    shipped_at = CASE WHEN %(kind)s = 'shipped' THEN least(known.shipped_at, %(at)s) ELSE known.shipped_at END,
    cancelled_at = CASE WHEN %(kind)s = 'cancelled' THEN least(known.cancelled_at, %(at)s)
                        ELSE known.cancelled_at END
WHERE known.id = %(order)s AND known.withdrawn_at IS NULL AND known.kind = 'order'
  AND (%(revision)s::int IS NULL OR known.revision = %(revision)s)
  AND (NOT %(needs_open)s OR (known.shipped_at IS NULL AND known.cancelled_at IS NULL))
  AND (NOT %(needs_shipped)s OR known.shipped_at IS NOT NULL)
  AND (%(kind)s <> 'cancelled' OR NOT EXISTS (
      -- What has left in part can no longer be cancelled as a whole.
      SELECT FROM orders_fact AS part
      WHERE part.order_id = known.id AND part.kind = 'split' AND part.detail ? 'lines'
  ))
RETURNING known.id, known.revision, known.document, known.channel_id;

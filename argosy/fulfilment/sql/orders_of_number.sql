-- The orders of this number, on one channel or on any.
SELECT id FROM orders_order
WHERE external_id = %(number)s AND (%(channel)s::bigint IS NULL OR channel_id = %(channel)s)
ORDER BY id
LIMIT 9;

-- A hold passes to another holder, for good: a basket that was paid becomes an order.
UPDATE inventory_reservation
SET holder = %(to)s, expires_at = NULL, promised_until = coalesce(%(promised_until)s, promised_until)
WHERE holder = %(holder)s AND state = 'active' AND (expires_at IS NULL OR expires_at > %(now)s)
RETURNING id;

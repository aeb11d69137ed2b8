-- Holds whose time is over, oldest first.
SELECT id, sku_id FROM inventory_reservation
WHERE state = 'active' AND expires_at IS NOT NULL AND expires_at <= %(now)s
ORDER BY expires_at, id
LIMIT %(limit)s;

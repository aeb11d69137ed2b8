-- Keep a hold longer, if it is still held: whoever is expiring it at this moment comes first or second.
UPDATE inventory_reservation
SET expires_at = %(until)s
WHERE holder = %(holder)s AND state = 'active' AND expires_at IS NOT NULL AND expires_at > %(now)s
RETURNING id;

-- A basket holds units although its time is over.
UPDATE inventory_reservation SET expires_at = %(now)s::timestamptz - interval '1 hour' WHERE holder = 'cart:doctor'

-- What an order holds would lapse like a basket.
UPDATE inventory_reservation SET expires_at = %(now)s::timestamptz + interval '1 hour'
WHERE state = 'active' AND holder LIKE 'order:%%'

-- STK-5 [error] A promise is in a state that there is, and no hold or lease outlives its time.
SELECT 'reservation' AS what, id, sku_id AS sku, place_id AS place, quantity, state
FROM inventory_reservation
WHERE state NOT IN ('active', 'consumed', 'released')
   OR (state = 'active' AND expires_at < %(now)s::timestamptz - interval '5 minutes')
   OR (state = 'active' AND expires_at IS NOT NULL AND holder LIKE 'order:%%')
UNION ALL
SELECT 'backorder', id, sku_id, place_id, quantity, state
FROM inventory_backorder
WHERE state NOT IN ('open', 'filled', 'cancelled')
UNION ALL
SELECT 'lease', id, sku_id, place_id, quantity, state
FROM inventory_lease
WHERE state NOT IN ('open', 'closed') OR (state = 'closed' AND quantity <> 0)
   OR (state = 'open' AND ends_at < %(now)s::timestamptz - interval '5 minutes')

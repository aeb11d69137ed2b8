-- STK-5 of what has an end: no hold or lease outlives its time.
SELECT 'reservation' AS what, id, sku_id AS sku, place_id AS place, quantity, state
FROM inventory_reservation
WHERE state = 'active' AND expires_at IS NOT NULL
  AND (expires_at < %(now)s::timestamptz - interval '5 minutes' OR holder LIKE 'order:%%')
UNION ALL
SELECT 'lease', id, sku_id, place_id, quantity, state
FROM inventory_lease
WHERE state = 'open' AND ends_at < %(now)s::timestamptz - interval '5 minutes'

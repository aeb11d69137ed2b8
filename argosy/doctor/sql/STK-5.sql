-- STK-5 [error] A reservation is active, consumed or released, and none outlives its promise.
SELECT id AS reservation, sku_id AS sku, place_id AS place, quantity, state
FROM inventory_reservation
WHERE state NOT IN ('active', 'consumed', 'released')
   OR (state = 'active' AND promised_until < %(now)s::timestamptz - interval '2 minutes')

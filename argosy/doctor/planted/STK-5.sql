-- A reservation outlived its promise.
INSERT INTO inventory_reservation
    (holder, sku_id, place_id, entity_id, quantity, state, promised_until, created_at)
SELECT 'cart:1', sku_id, place_id, %(entity)s, 1, 'active', %(now)s::timestamptz - interval '1 hour', %(now)s
FROM inventory_level WHERE place_id = %(place)s

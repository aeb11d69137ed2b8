-- A reservation is in a state that is none.
INSERT INTO inventory_reservation (holder, sku_id, place_id, entity_id, quantity, state, created_at)
SELECT 'cart:1', sku_id, place_id, %(entity)s, 1, 'lost', %(now)s
FROM inventory_level WHERE place_id = %(place)s

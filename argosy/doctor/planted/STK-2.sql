-- A reservation was made without its counter.
INSERT INTO inventory_reservation (holder, sku_id, place_id, entity_id, quantity, state, created_at)
SELECT 'order:1', sku_id, place_id, %(entity)s, 1, 'active', %(now)s
FROM inventory_level WHERE place_id = %(place)s

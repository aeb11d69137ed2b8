-- An order of long ago, never promised anything, holds units.
INSERT INTO inventory_reservation (holder, sku_id, place_id, entity_id, quantity, state, created_at)
SELECT 'order:' || known.id, level.sku_id, level.place_id, %(entity)s, 1, 'active', %(now)s
FROM orders_order AS known, inventory_level AS level
WHERE known.channel_id = %(channel)s AND known.external_id = 'O-1' AND level.place_id = %(place)s

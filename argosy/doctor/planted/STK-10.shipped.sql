-- An order that has left is still owed something.
INSERT INTO inventory_backorder (holder, sku_id, place_id, entity_id, quantity, reason, state, created_at)
SELECT 'order:' || known.id, level.sku_id, level.place_id, %(entity)s, 1, 'short', 'open', %(now)s
FROM orders_order AS known, inventory_level AS level
WHERE known.channel_id = %(live)s AND known.external_id = 'L-5' AND level.place_id = %(place)s

-- An open order is owed what it holds already.
INSERT INTO inventory_backorder (holder, sku_id, place_id, entity_id, quantity, reason, state, created_at)
SELECT holder, sku_id, place_id, entity_id, 1, 'short', 'open', %(now)s
FROM inventory_reservation
WHERE state = 'active' AND holder = (
    SELECT 'order:' || id FROM orders_order WHERE channel_id = %(live)s AND external_id = 'L-1')

-- What an open order holds was given back, counter and all.
WITH released AS (
    UPDATE inventory_reservation SET state = 'released', closed_at = %(now)s
    WHERE state = 'active' AND holder = (
        SELECT 'order:' || id FROM orders_order WHERE channel_id = %(live)s AND external_id = 'L-9')
    RETURNING sku_id, place_id, quantity
)
UPDATE inventory_level AS level SET reserved = level.reserved - released.quantity
FROM released WHERE level.sku_id = released.sku_id AND level.place_id = released.place_id

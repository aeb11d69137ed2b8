-- What is owed at one place is promised from another that has it.
WITH taken AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved + %(quantity)s
    WHERE level.sku_id = %(sku)s AND level.place_id = %(to_place)s
      AND level.on_hand - level.reserved - level.leased >= %(quantity)s
    RETURNING level.id
), settled AS (
    UPDATE inventory_backorder AS backorder
    SET state = CASE WHEN backorder.quantity = %(quantity)s THEN 'filled' ELSE 'open' END,
        closed_at = CASE WHEN backorder.quantity = %(quantity)s THEN %(now)s::timestamptz END,
        quantity = CASE WHEN backorder.quantity = %(quantity)s THEN backorder.quantity
                        ELSE backorder.quantity - %(quantity)s END
    FROM taken
    WHERE backorder.holder = %(holder)s AND backorder.sku_id = %(sku)s
      AND backorder.place_id = %(from_place)s AND backorder.state = 'open'
      AND backorder.quantity >= %(quantity)s
    RETURNING backorder.entity_id, backorder.promised_until
)
INSERT INTO inventory_reservation
    (holder, sku_id, place_id, entity_id, quantity, state, promised_until, created_at)
SELECT %(holder)s, %(sku)s, %(to_place)s, entity_id, %(quantity)s, 'active', promised_until, %(now)s
FROM settled
ON CONFLICT (holder, sku_id, place_id) WHERE state = 'active'
DO UPDATE SET quantity = inventory_reservation.quantity + excluded.quantity
RETURNING id;

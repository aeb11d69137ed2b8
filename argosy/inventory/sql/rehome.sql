-- Move a promise from one place to another, if the other has the units to spare.
WITH taken AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved + %(quantity)s
    WHERE level.sku_id = %(sku)s AND level.place_id = %(to_place)s
      AND level.on_hand - level.reserved - level.leased >= %(quantity)s
    RETURNING level.id
), left_behind AS (
    UPDATE inventory_reservation AS reservation
    SET state = CASE WHEN reservation.quantity = %(quantity)s THEN 'released' ELSE 'active' END,
        closed_at = CASE WHEN reservation.quantity = %(quantity)s THEN %(now)s::timestamptz END,
        quantity = CASE WHEN reservation.quantity = %(quantity)s THEN reservation.quantity
                        ELSE reservation.quantity - %(quantity)s END
    FROM taken
    WHERE reservation.holder = %(holder)s AND reservation.sku_id = %(sku)s
      AND reservation.place_id = %(from_place)s AND reservation.state = 'active'
      AND reservation.quantity >= %(quantity)s
    RETURNING reservation.entity_id, reservation.promised_until, reservation.expires_at
), freed AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved - %(quantity)s
    FROM left_behind
    WHERE level.sku_id = %(sku)s AND level.place_id = %(from_place)s
)
INSERT INTO inventory_reservation
    (holder, sku_id, place_id, entity_id, quantity, state, promised_until, expires_at, created_at)
SELECT %(holder)s, %(sku)s, %(to_place)s, entity_id, %(quantity)s, 'active', promised_until, expires_at, %(now)s
FROM left_behind
ON CONFLICT (holder, sku_id, place_id) WHERE state = 'active'
DO UPDATE SET quantity = inventory_reservation.quantity + excluded.quantity
RETURNING id;

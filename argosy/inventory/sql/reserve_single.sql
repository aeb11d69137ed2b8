-- Hold units of one SKU, if there are enough: one row decides, so there is no order of locks to keep.
WITH held AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved + %(quantity)s
    WHERE level.sku_id = %(sku)s AND level.place_id = %(place)s
      AND level.on_hand - level.reserved - level.leased >= %(quantity)s
    RETURNING level.sku_id
), touched AS (
    INSERT INTO inventory_touch (skus, touched_at) SELECT ARRAY[sku_id], %(now)s FROM held
)
INSERT INTO inventory_reservation
    (holder, sku_id, place_id, entity_id, quantity, state, promised_until, expires_at, created_at)
SELECT %(holder)s, sku_id, %(place)s, %(entity)s, %(quantity)s, 'active', %(promised_until)s, %(expires_at)s, %(now)s
FROM held
ON CONFLICT (holder, sku_id, place_id) WHERE state = 'active'
DO UPDATE SET quantity = inventory_reservation.quantity + excluded.quantity
RETURNING sku_id;

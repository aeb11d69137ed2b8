-- One unit by hand: a guarded update, and the reservation of what it gave.
WITH held AS (
    UPDATE hand_level SET reserved = reserved + 1
    WHERE sku_id = %(sku)s AND place_id = %(place)s AND on_hand - reserved - leased >= 1
    RETURNING sku_id, place_id
)
INSERT INTO hand_reservation (holder, sku_id, place_id, entity_id, quantity, state, created_at)
SELECT %(holder)s, sku_id, place_id, %(entity)s, 1, 'active', %(now)s FROM held;

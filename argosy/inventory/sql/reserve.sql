-- Hold every wanted SKU of one basket that there is enough of; the caller compares and takes all back if any
-- is missing. A claimant's own lease counts as there. Locking in SKU order means two baskets may wait for
-- each other but never deadlock; the guard is the level's own row as it is after the wait.
WITH wanted AS (
    SELECT * FROM unnest(%(skus)s::bigint[], %(quantities)s::int[]) AS w (sku, quantity)
), free AS (
    SELECT level.id, wanted.sku, wanted.quantity
    FROM inventory_level AS level
    JOIN wanted ON wanted.sku = level.sku_id
    WHERE level.place_id = %(place)s AND level.on_hand - level.reserved - level.leased >= wanted.quantity
    ORDER BY level.sku_id
    FOR UPDATE OF level
), held AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved + free.quantity
    FROM free
    WHERE level.id = free.id AND level.on_hand - level.reserved - level.leased >= free.quantity
    RETURNING free.sku, free.quantity
), touched AS (
    INSERT INTO inventory_touch (skus, touched_at)
    SELECT array_agg(sku), %(now)s FROM held HAVING count(*) > 0
)
INSERT INTO inventory_reservation
    (holder, sku_id, place_id, entity_id, quantity, state, promised_until, expires_at, created_at)
SELECT %(holder)s, sku, %(place)s, %(entity)s, quantity, 'active', %(promised_until)s, %(expires_at)s, %(now)s
FROM held
ON CONFLICT (holder, sku_id, place_id) WHERE state = 'active'
DO UPDATE SET quantity = inventory_reservation.quantity + excluded.quantity
RETURNING sku_id;

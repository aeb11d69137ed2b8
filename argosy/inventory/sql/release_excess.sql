-- Give back what holders have too much: what is owed to them first, then the newest reservations.
WITH excess AS (
    SELECT holder, sku, -quantity AS units FROM incoming_promise WHERE quantity < 0
), standing AS (
    SELECT 1 AS kind, id, holder, sku_id, place_id, quantity FROM inventory_backorder
    WHERE state = 'open' AND holder IN (SELECT holder FROM excess)
    UNION ALL
    SELECT 2, id, holder, sku_id, place_id, quantity FROM inventory_reservation
    WHERE state = 'active' AND holder IN (SELECT holder FROM excess)
), walked AS (
    SELECT standing.*, excess.units,
           sum(quantity) OVER (PARTITION BY standing.holder, sku_id ORDER BY kind, id DESC) AS upto
    FROM standing JOIN excess ON excess.holder = standing.holder AND excess.sku = standing.sku_id
), given AS (
    SELECT kind, id, sku_id, place_id, quantity, least(quantity, units - (upto - quantity)) AS gone
    FROM walked
    WHERE upto - quantity < units
), owed AS (
    UPDATE inventory_backorder AS backorder
    SET state = CASE WHEN given.gone = given.quantity THEN 'cancelled' ELSE 'open' END,
        closed_at = CASE WHEN given.gone = given.quantity THEN %(now)s::timestamptz END,
        quantity = CASE WHEN given.gone = given.quantity THEN backorder.quantity
                        ELSE backorder.quantity - given.gone END
    FROM given
    WHERE given.kind = 1 AND backorder.id = given.id AND backorder.state = 'open'
), held AS (
    UPDATE inventory_reservation AS reservation
    SET state = CASE WHEN given.gone = given.quantity THEN 'released' ELSE 'active' END,
        closed_at = CASE WHEN given.gone = given.quantity THEN %(now)s::timestamptz END,
        quantity = CASE WHEN given.gone = given.quantity THEN reservation.quantity
                        ELSE reservation.quantity - given.gone END
    FROM given
    WHERE given.kind = 2 AND reservation.id = given.id AND reservation.state = 'active'
    RETURNING given.sku_id, given.place_id, given.gone
)
UPDATE inventory_level AS level
SET reserved = level.reserved - freed.units
FROM (SELECT sku_id, place_id, sum(gone) AS units FROM held GROUP BY sku_id, place_id) AS freed
WHERE level.sku_id = freed.sku_id AND level.place_id = freed.place_id
RETURNING level.sku_id;

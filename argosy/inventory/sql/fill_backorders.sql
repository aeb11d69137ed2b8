-- Units that became free go to those they are owed to, the earliest promise first.
WITH waiting AS (
    SELECT backorder.*, level.id AS level, level.on_hand - level.reserved - level.leased AS free,
           sum(backorder.quantity) OVER (
               PARTITION BY backorder.sku_id, backorder.place_id
               ORDER BY backorder.promised_until NULLS LAST, backorder.id
           ) AS upto
    FROM inventory_backorder AS backorder
    JOIN inventory_level AS level
      ON level.sku_id = backorder.sku_id AND level.place_id = backorder.place_id
    WHERE backorder.state = 'open' AND backorder.sku_id = ANY (%(skus)s)
), given AS (
    SELECT waiting.*, least(quantity, free - (upto - quantity)) AS units
    FROM waiting
    WHERE free - (upto - quantity) > 0
), held AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved + taken.units
    FROM (SELECT level, sum(units) AS units FROM given GROUP BY level) AS taken
    WHERE level.id = taken.level AND level.on_hand - level.reserved - level.leased >= taken.units
    RETURNING level.id
), filled AS (
    UPDATE inventory_backorder AS backorder
    SET state = CASE WHEN given.units = given.quantity THEN 'filled' ELSE 'open' END,
        closed_at = CASE WHEN given.units = given.quantity THEN %(now)s::timestamptz END,
        quantity = CASE WHEN given.units = given.quantity THEN backorder.quantity
                        ELSE backorder.quantity - given.units END
    FROM given
    WHERE backorder.id = given.id AND backorder.state = 'open' AND given.level IN (SELECT id FROM held)
    RETURNING given.holder, given.sku_id, given.place_id, given.entity_id, given.units, given.promised_until
)
INSERT INTO inventory_reservation
    (holder, sku_id, place_id, entity_id, quantity, state, promised_until, created_at)
SELECT holder, sku_id, place_id, entity_id, units, 'active', promised_until, %(now)s
FROM filled
ON CONFLICT (holder, sku_id, place_id) WHERE state = 'active'
DO UPDATE SET quantity = inventory_reservation.quantity + excluded.quantity
RETURNING holder, sku_id, place_id, quantity;

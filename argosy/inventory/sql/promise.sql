-- Promise what is missing, first come, first served to the last unit: from the claimant's own lease, then
-- from what is free. What a level cannot give is written down as owed; nothing is promised twice, because
-- the level's own row decides.
WITH asked AS (
    SELECT promise.*, level.id AS level, level.on_hand - level.reserved - level.leased AS free,
           lease.id AS lease,
           CASE WHEN lease.id IS NULL THEN 0
                ELSE least(promise.quantity, greatest(0, lease.quantity - (sum(promise.quantity) OVER (
                    PARTITION BY lease.id ORDER BY promise.seq, promise.holder) - promise.quantity)))
           END AS by_lease
    FROM incoming_promise AS promise
    LEFT JOIN inventory_level AS level
      ON level.sku_id = promise.sku AND level.place_id = promise.place
    LEFT JOIN inventory_lease AS lease
      ON lease.claimant = promise.claimant AND lease.sku_id = promise.sku
     AND lease.place_id = promise.place AND lease.state = 'open'
    WHERE promise.quantity > 0
), shared AS (
    SELECT asked.*, quantity - by_lease AS beyond,
           sum(quantity - by_lease) OVER (PARTITION BY sku, place ORDER BY seq, holder) AS upto
    FROM asked
), given AS (
    SELECT shared.*, CASE WHEN level IS NULL THEN 0
                          ELSE by_lease + least(beyond, greatest(0, free - (upto - beyond))) END AS units
    FROM shared
), held AS (
    UPDATE inventory_level AS level
    SET reserved = level.reserved + taken.units, leased = level.leased - taken.by_lease
    FROM (
        SELECT level, sum(units) AS units, sum(by_lease) AS by_lease FROM given
        WHERE units > 0
        GROUP BY level
    ) AS taken
    WHERE level.id = taken.level
      AND level.on_hand - level.reserved - level.leased >= taken.units - taken.by_lease
    RETURNING level.id
), drawn AS (
    UPDATE inventory_lease AS lease
    SET quantity = lease.quantity - taken.units
    FROM (
        SELECT lease, sum(by_lease) AS units FROM given
        WHERE by_lease > 0 AND level IN (SELECT id FROM held)
        GROUP BY lease
    ) AS taken
    WHERE lease.id = taken.lease
), kept AS (
    SELECT given.*, CASE WHEN held.id IS NULL THEN 0 ELSE units END AS kept
    FROM given LEFT JOIN held ON held.id = given.level
), touched AS (
    INSERT INTO inventory_touch (skus, takers, taken, touched_at)
    SELECT array_agg(sku), array_agg(claimant), array_agg(units), %(now)s
    FROM (SELECT sku, claimant, sum(quantity)::bigint AS units FROM kept GROUP BY sku, claimant) AS taken
    HAVING count(*) > 0
), owed AS (
    INSERT INTO inventory_backorder
        (holder, sku_id, place_id, entity_id, quantity, reason, state, promised_until, created_at)
    SELECT holder, sku, place, entity, quantity - kept,
           CASE WHEN level IS NULL THEN 'uncounted' ELSE 'short' END, 'open', promised_until, %(now)s
    FROM kept
    WHERE quantity > kept
    ON CONFLICT (holder, sku_id, place_id) WHERE state = 'open'
    DO UPDATE SET quantity = inventory_backorder.quantity + excluded.quantity
    RETURNING quantity
), promised AS (
    INSERT INTO inventory_reservation
        (holder, sku_id, place_id, entity_id, quantity, state, promised_until, expires_at, created_at)
    SELECT holder, sku, place, entity, kept, 'active', promised_until, expires_at, %(now)s
    FROM kept
    WHERE kept > 0
    ORDER BY seq, holder, sku
    ON CONFLICT (holder, sku_id, place_id) WHERE state = 'active'
    DO UPDATE SET quantity = inventory_reservation.quantity + excluded.quantity
    RETURNING quantity
)
SELECT (SELECT count(*) FROM promised), (SELECT count(*) FROM owed);

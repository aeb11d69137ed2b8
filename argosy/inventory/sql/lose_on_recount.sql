-- A recount below what is promised names who loses: leases shrink first, the newest first, then reservations
-- by the latest promise. What a holder loses is owed to it from now on. Levels are locked by the caller.
WITH change AS (
    SELECT sku, place, sum(quantity) AS quantity
    FROM (
        SELECT sku, target AS place, quantity FROM incoming_move
        UNION ALL
        SELECT sku, origin, -quantity FROM incoming_move
    ) AS both_ends
    GROUP BY sku, place
), deficit AS (
    SELECT level.id, level.sku_id, level.place_id,
           level.reserved + level.leased - (level.on_hand + change.quantity) AS units
    FROM change
    JOIN inventory_level AS level ON level.sku_id = change.sku AND level.place_id = change.place
    WHERE level.on_hand + change.quantity < level.reserved + level.leased
), promised AS (
    SELECT 1 AS kind, lease.id, lease.claimant AS holder, lease.sku_id, lease.place_id, lease.quantity,
           row_number() OVER (PARTITION BY deficit.id ORDER BY lease.created_at DESC, lease.id DESC) AS rank
    FROM deficit
    JOIN inventory_lease AS lease ON lease.sku_id = deficit.sku_id AND lease.place_id = deficit.place_id
    WHERE lease.state = 'open' AND lease.quantity > 0
    UNION ALL
    SELECT 2, reservation.id, reservation.holder, reservation.sku_id, reservation.place_id, reservation.quantity,
           row_number() OVER (PARTITION BY deficit.id
                              ORDER BY reservation.promised_until DESC NULLS FIRST, reservation.id DESC)
    FROM deficit
    JOIN inventory_reservation AS reservation
      ON reservation.sku_id = deficit.sku_id AND reservation.place_id = deficit.place_id
    WHERE reservation.state = 'active'
), walked AS (
    SELECT promised.*, deficit.units,
           sum(promised.quantity) OVER (
               PARTITION BY promised.sku_id, promised.place_id ORDER BY promised.kind, promised.rank
           ) AS upto
    FROM promised JOIN deficit USING (sku_id, place_id)
), lost AS (
    SELECT kind, id, holder, sku_id, place_id, quantity, least(quantity, units - (upto - quantity)) AS gone
    FROM walked
    WHERE upto - quantity < units
), leases AS (
    UPDATE inventory_lease AS lease
    SET quantity = lease.quantity - lost.gone, granted = lease.granted - lost.gone
    FROM lost
    WHERE lost.kind = 1 AND lease.id = lost.id
), reservations AS (
    UPDATE inventory_reservation AS reservation
    SET state = CASE WHEN lost.gone = lost.quantity THEN 'released' ELSE 'active' END,
        closed_at = CASE WHEN lost.gone = lost.quantity THEN %(now)s::timestamptz END,
        quantity = CASE WHEN lost.gone = lost.quantity THEN reservation.quantity
                        ELSE reservation.quantity - lost.gone END
    FROM lost
    WHERE lost.kind = 2 AND reservation.id = lost.id
    RETURNING reservation.holder, reservation.sku_id, reservation.place_id, reservation.entity_id,
              reservation.promised_until, reservation.expires_at, lost.gone
), owed AS (
    INSERT INTO inventory_backorder
        (holder, sku_id, place_id, entity_id, quantity, reason, state, promised_until, created_at)
    SELECT holder, sku_id, place_id, entity_id, gone, 'recount', 'open', promised_until, %(now)s
    FROM reservations
    WHERE expires_at IS NULL
    ON CONFLICT (holder, sku_id, place_id) WHERE state = 'open'
    DO UPDATE SET quantity = inventory_backorder.quantity + excluded.quantity
), shrunk AS (
    UPDATE inventory_level AS level
    SET leased = level.leased - gone.leased, reserved = level.reserved - gone.reserved
    FROM (
        SELECT sku_id, place_id, coalesce(sum(gone) FILTER (WHERE kind = 1), 0) AS leased,
               coalesce(sum(gone) FILTER (WHERE kind = 2), 0) AS reserved
        FROM lost GROUP BY sku_id, place_id
    ) AS gone
    WHERE level.sku_id = gone.sku_id AND level.place_id = gone.place_id
)
SELECT CASE kind WHEN 1 THEN 'lease' ELSE 'reservation' END, holder, sku_id, place_id, gone
FROM lost
ORDER BY sku_id, place_id, kind, id;

-- What leaves for a holder is taken from what was held for it, wherever that is; the rest stays as it was
-- asked. Units and their reservations are laid along one line each and cut where either ends.
WITH leaving AS (
    SELECT move.ctid AS at, move.claim, move.sku, move.quantity,
           CASE WHEN %(same_place)s THEN move.origin ELSE 0 END AS place,
           sum(move.quantity) OVER (
               PARTITION BY move.claim, move.sku, CASE WHEN %(same_place)s THEN move.origin ELSE 0 END
               ORDER BY move.source_row, move.ctid
           ) AS upto
    FROM incoming_move AS move
    JOIN inventory_place AS origin ON origin.id = move.origin AND origin.kind IN ('warehouse', 'platform')
    WHERE move.claim IS NOT NULL AND move.reverses IS NULL
), held AS (
    SELECT reservation.id, reservation.holder, reservation.sku_id, reservation.place_id, reservation.quantity,
           CASE WHEN %(same_place)s THEN reservation.place_id ELSE 0 END AS place,
           sum(reservation.quantity) OVER (
               PARTITION BY reservation.holder, reservation.sku_id,
                            CASE WHEN %(same_place)s THEN reservation.place_id ELSE 0 END
               ORDER BY reservation.id
           ) AS upto
    FROM inventory_reservation AS reservation
    WHERE reservation.state = 'active' AND reservation.holder IN (SELECT claim FROM leaving)
), cut AS (
    SELECT leaving.at, held.id, held.holder, held.sku_id, held.place_id, held.quantity,
           least(leaving.upto, held.upto)
           - greatest(leaving.upto - leaving.quantity, held.upto - held.quantity) AS units
    FROM leaving
    JOIN held ON held.holder = leaving.claim AND held.sku_id = leaving.sku AND held.place = leaving.place
    WHERE least(leaving.upto, held.upto)
          > greatest(leaving.upto - leaving.quantity, held.upto - held.quantity)
), spent AS (
    SELECT id, max(quantity) AS quantity, sum(units) AS units FROM cut GROUP BY id
), reduced AS (
    UPDATE inventory_reservation AS reservation
    SET state = CASE WHEN spent.units = spent.quantity THEN 'consumed' ELSE 'active' END,
        closed_at = CASE WHEN spent.units = spent.quantity THEN %(now)s::timestamptz END,
        quantity = CASE WHEN spent.units = spent.quantity THEN reservation.quantity
                        ELSE reservation.quantity - spent.units END
    FROM spent
    WHERE reservation.id = spent.id AND reservation.state = 'active'
    RETURNING reservation.*, spent.units AS spent, spent.quantity AS had
), part AS (
    INSERT INTO inventory_reservation
        (holder, sku_id, place_id, entity_id, quantity, state, promised_until, created_at, closed_at)
    SELECT holder, sku_id, place_id, entity_id, spent, 'consumed', promised_until, created_at, %(now)s
    FROM reduced
    WHERE spent < had
), taken AS (
    INSERT INTO incoming_move
        (entity, sku, origin, target, quantity, reason, document, source_row, holder, occurred_at, claim, promised)
    SELECT move.entity, move.sku, cut.place_id, move.target, cut.units, move.reason, move.document,
           move.source_row, move.holder, move.occurred_at, move.claim, true
    FROM cut
    JOIN incoming_move AS move ON move.ctid = cut.at
)
UPDATE incoming_move AS move
SET quantity = move.quantity - done.units
FROM (SELECT at, sum(units) AS units FROM cut GROUP BY at) AS done
WHERE done.at = move.ctid;

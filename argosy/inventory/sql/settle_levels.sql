-- Carry the moves into the levels, all at once: the running total and its moves never part. What leaves out
-- of a promise takes the promise with it. Answers the SKUs of which there is more than before.
WITH change AS (
    SELECT sku, place, sum(quantity) AS quantity, sum(promised) AS promised
    FROM (
        SELECT sku, target AS place, quantity, 0 AS promised FROM incoming_move
        UNION ALL
        SELECT sku, origin, -quantity, CASE WHEN promised THEN quantity ELSE 0 END FROM incoming_move
    ) AS both_ends
    GROUP BY sku, place
), settled AS (
    UPDATE inventory_level AS level
    SET on_hand = level.on_hand + change.quantity, reserved = level.reserved - change.promised
    FROM change
    WHERE level.sku_id = change.sku AND level.place_id = change.place
      AND (change.quantity <> 0 OR change.promised <> 0)
    RETURNING level.sku_id, change.quantity + change.promised AS gained
), touched AS (
    INSERT INTO inventory_touch (skus, touched_at)
    SELECT array_agg(DISTINCT sku_id), %(now)s FROM settled HAVING count(*) > 0
)
SELECT DISTINCT sku_id, gained > 0 FROM settled;

-- A later count moves only the difference between what it found and what the moves up to its instant
-- come to; moves after the instant stay as they are.
WITH given AS (
    SELECT * FROM unnest(%(skus)s::bigint[], %(places)s::bigint[], %(quantities)s::int[], %(rows)s::int[],
                         %(documents)s::bigint[], %(counted_at)s::timestamptz[]) WITH ORDINALITY
        AS given (sku, place, quantity, source_row, document, counted_at, index)
    WHERE index = ANY (%(indexes)s::int[])
), differing AS (
    SELECT given.*, given.quantity - (
        SELECT level.on_hand FROM inventory_level AS level
        WHERE level.sku_id = given.sku AND level.place_id = given.place
    ) + coalesce((
        SELECT sum(CASE WHEN move.target_id = given.place THEN move.quantity ELSE -move.quantity END)
        FROM inventory_move AS move
        WHERE move.sku_id = given.sku AND given.place IN (move.origin_id, move.target_id)
          AND move.occurred_at > given.counted_at
    ), 0) AS difference
    FROM given
)
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, occurred_at)
SELECT %(entity)s, sku,
       CASE WHEN difference > 0 THEN %(shrinkage)s ELSE place END,
       CASE WHEN difference > 0 THEN place ELSE %(shrinkage)s END,
       abs(difference), 'count', document, source_row, counted_at
FROM differing
WHERE difference <> 0;

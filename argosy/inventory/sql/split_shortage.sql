-- A shipment that a channel reports is a fact even where the level holds less. The level gives what it
-- can, in order of occurrence; the rest comes from shrinkage, where the difference stays visible.
WITH asked AS (
    SELECT move.ctid AS at, move.quantity, level.on_hand - level.reserved - level.leased
             + coalesce(arriving.quantity, 0) AS free,
           sum(move.quantity) OVER (
               PARTITION BY move.sku, move.origin ORDER BY move.occurred_at, move.document, move.source_row, move.ctid
           ) AS running
    FROM incoming_move AS move
    JOIN inventory_level AS level ON level.sku_id = move.sku AND level.place_id = move.origin
    LEFT JOIN (
        SELECT sku, target, sum(quantity) AS quantity FROM incoming_move GROUP BY sku, target
    ) AS arriving ON arriving.sku = move.sku AND arriving.target = move.origin
    WHERE NOT move.promised
), short AS (
    SELECT at, least(quantity, running - greatest(free, 0)) AS missing FROM asked WHERE running > greatest(free, 0)
), rest AS (
    INSERT INTO incoming_move
        (entity, sku, origin, target, quantity, reason, document, source_row, holder, reverses, occurred_at)
    SELECT move.entity, move.sku, %(shrinkage)s, move.target, short.missing, 'shortage', move.document,
           move.source_row, move.holder, move.reverses, move.occurred_at
    FROM incoming_move AS move JOIN short ON short.at = move.ctid
    WHERE move.target <> %(shrinkage)s
)
UPDATE incoming_move AS move
SET quantity = move.quantity - short.missing
FROM short
WHERE short.at = move.ctid;

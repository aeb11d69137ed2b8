-- A SKU's moves, newest first, each with what its stocked places held after it. Walks one SKU's index.
WITH stocked AS (
    SELECT id FROM inventory_place WHERE kind IN ('warehouse', 'platform')
), walked AS (
    SELECT move.*,
           sum(CASE WHEN target_id IN (SELECT id FROM stocked) THEN quantity ELSE 0 END
               - CASE WHEN origin_id IN (SELECT id FROM stocked) THEN quantity ELSE 0 END)
               OVER (ORDER BY occurred_at, id) AS balance
    FROM inventory_move AS move
    WHERE sku_id = %(sku)s
)
SELECT id, sku_id, origin_id, target_id, quantity, reason, document, source_row, holder, reverses,
       occurred_at, recorded_at, balance
FROM walked
WHERE (%(entities)s::bigint[] IS NULL OR entity_id = ANY(%(entities)s::bigint[]))
ORDER BY occurred_at DESC, id DESC
OFFSET %(skip)s LIMIT %(limit)s;

-- STK-8 [error] A move back takes back exactly what it reverses, of the same SKU, the other way.
WITH back AS (
    SELECT reverses, sku_id, origin_id, target_id, quantity, document FROM inventory_move WHERE reverses IS NOT NULL
)
SELECT back.reverses AS move, min(move.quantity) AS moved, sum(back.quantity) AS moved_back
FROM back
LEFT JOIN inventory_move AS move ON move.id = back.reverses
GROUP BY back.reverses
HAVING count(move.id) = 0
    OR sum(back.quantity) <> min(move.quantity)
    OR bool_or(back.sku_id <> move.sku_id OR back.document IS DISTINCT FROM move.document
               OR back.target_id <> move.origin_id)
    OR bool_or(move.reverses IS NOT NULL)

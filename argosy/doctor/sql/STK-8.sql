-- STK-8 [error] A move back takes back exactly what it reverses, of the same SKU, the other way.
-- What was found and is gone again cannot be taken back whole: a level does not go below nothing.
SELECT back.reverses AS move, min(move.quantity) AS moved, sum(back.quantity) AS moved_back
FROM inventory_move AS back
LEFT JOIN inventory_move AS move ON move.id = back.reverses
WHERE back.reverses IS NOT NULL
GROUP BY back.reverses
HAVING count(move.id) = 0
    OR sum(back.quantity) > min(move.quantity)
    OR (sum(back.quantity) < min(move.quantity) AND min(move.reason) <> 'find')
    OR bool_or(back.sku_id <> move.sku_id OR back.document IS DISTINCT FROM move.document
               OR back.target_id <> move.origin_id OR move.reverses IS NOT NULL)

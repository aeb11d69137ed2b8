-- LED-8 [critical] What a document that does not speak had posted or moved has been taken back.
WITH silent AS MATERIALIZED (
    SELECT id FROM evidence_document WHERE state <> 'applied'
)
SELECT silent.id AS document, 'postings' AS what,
       count(*) FILTER (WHERE posting.reverses IS NULL)
       - count(*) FILTER (WHERE posting.reverses IS NOT NULL) AS standing
FROM silent
JOIN finance_posting AS posting ON posting.document = silent.id
GROUP BY silent.id
HAVING count(*) FILTER (WHERE posting.reverses IS NULL) <> count(*) FILTER (WHERE posting.reverses IS NOT NULL)
    OR sum(posting.amount_minor) <> 0
UNION ALL
SELECT silent.id, 'moves', count(*)
FROM silent
CROSS JOIN LATERAL (
    SELECT sku_id, place_id
    FROM inventory_move AS move
    CROSS JOIN LATERAL (VALUES (origin_id, -quantity), (target_id, quantity)) AS ends (place_id, units)
    WHERE move.document = silent.id
    GROUP BY sku_id, place_id
    HAVING sum(units) <> 0
) AS unbalanced
GROUP BY silent.id

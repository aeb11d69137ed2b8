-- LED-8 [critical] What a document that does not speak had posted or moved has been taken back.
-- Lists (products, counts, rates) are not taken back: what a later one says differently is moved.
WITH silent AS MATERIALIZED (
    SELECT id FROM evidence_document
    WHERE state <> 'applied' AND kind IN ('order', 'credit', 'adjustment', 'transaction')
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
-- What was found and is gone again cannot be taken back whole: see STK-8.
SELECT document, 'moves', sum(quantity - moved_back)
FROM (
    SELECT move.document, move.quantity, coalesce(sum(back.quantity), 0) AS moved_back
    FROM silent
    JOIN inventory_move AS move ON move.document = silent.id AND move.reverses IS NULL
    LEFT JOIN inventory_move AS back ON back.document = move.document AND back.reverses = move.id
    GROUP BY move.id, move.document, move.quantity, move.reason
    HAVING coalesce(sum(back.quantity), 0) <> move.quantity
       AND (move.reason <> 'find' OR coalesce(sum(back.quantity), 0) > move.quantity)
) AS standing
GROUP BY document

-- The same of the moves, reversed pairs cancelled out; what left in two parts left as one.
SELECT coalesce(encode(sha256(string_agg(digest, ''::bytea ORDER BY digest)), 'hex'), ''), count(*)
FROM (
    SELECT sha256(convert_to(concat_ws(E'\x1f', sku.code, origin.key, target.key, sum(move.quantity), move.reason,
               extract(epoch FROM move.occurred_at), document.external_id), 'UTF8')) AS digest
    FROM inventory_move AS move
    JOIN catalogue_sku AS sku ON sku.id = move.sku_id
    JOIN inventory_place AS origin ON origin.id = move.origin_id
    JOIN inventory_place AS target ON target.id = move.target_id
    LEFT JOIN evidence_document AS document ON document.id = move.document
    WHERE move.reverses IS NULL
      AND NOT EXISTS (SELECT FROM inventory_move AS back
                      WHERE back.document = move.document AND back.reverses = move.id)
    GROUP BY sku.code, origin.key, target.key, move.reason, move.occurred_at, document.external_id,
             move.document, move.source_row, move.holder
) AS content;

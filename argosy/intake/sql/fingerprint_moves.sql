-- The same of the moves, reversed pairs cancelled out; what left in two parts left as one.
SELECT coalesce(encode(sha256(string_agg(digest, ''::bytea ORDER BY digest)), 'hex'), ''), count(*)
FROM (
    SELECT sha256(convert_to(concat_ws(E'\x1f', sku.code, origin.key, target.key, move.quantity, move.reason,
               extract(epoch FROM move.occurred_at), document.external_id), 'UTF8')) AS digest
    FROM (
        SELECT sku_id, origin_id, target_id, reason, occurred_at, document, sum(quantity) AS quantity
        FROM inventory_move AS given
        WHERE reverses IS NULL
          AND id NOT IN (SELECT reverses FROM inventory_move WHERE reverses IS NOT NULL)
        GROUP BY sku_id, origin_id, target_id, reason, occurred_at, document, source_row, holder
    ) AS move
    JOIN catalogue_sku AS sku ON sku.id = move.sku_id
    JOIN inventory_place AS origin ON origin.id = move.origin_id
    JOIN inventory_place AS target ON target.id = move.target_id
    LEFT JOIN evidence_document AS document ON document.id = move.document
) AS content;

-- The same of the postings that stand: the last revision of each, unless it is a reversal.
SELECT coalesce(encode(sha256(string_agg(digest, ''::bytea ORDER BY digest)), 'hex'), ''), count(*)
FROM (
    SELECT sha256(convert_to(concat_ws(E'\x1f',
               channel.key, posting.mode, posting.market, coalesce(sku.code, ''), posting.kind, posting.basis,
               posting.certainty, posting.units, posting.amount_minor, posting.currency,
               coalesce(posting.base_minor::text, ''), posting.day, extract(epoch FROM posting.occurred_at),
               document.external_id), 'UTF8')) AS digest
    FROM (
        SELECT DISTINCT ON (document, source_row, part, kind) *
        FROM finance_posting
        ORDER BY document, source_row, part, kind, revision DESC
    ) AS posting
    JOIN channels_channel AS channel ON channel.id = posting.channel
    JOIN evidence_document AS document ON document.id = posting.document
    LEFT JOIN catalogue_sku AS sku ON sku.id = posting.sku
    WHERE posting.reverses IS NULL
) AS content;

-- What a document states besides its lines of goods, as it stands now.
SELECT kind, amount_minor, currency, market, occurred_at, source_row
FROM (
    SELECT DISTINCT ON (source_row, part, kind) *
    FROM finance_posting
    WHERE document = %(document)s AND basis = 'stated' AND order_line IS NULL
    ORDER BY source_row, part, kind, revision DESC
) AS last
WHERE reverses IS NULL
ORDER BY source_row, part, kind;

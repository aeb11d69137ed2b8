-- Ask for the reversal of every posting of these documents that still stands: same row, next revision,
-- negated at the very rate it was posted with, so that the pair is nothing in both currencies.
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, base_minor, rate, rate_source, rate_date, priced, day,
     document, source_row, part, revision, reverses, occurred_at)
SELECT entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, -units, -amount_minor,
       currency, currency, -base_minor, rate, rate_source, rate_date, true, day,
       document, source_row, part, revision + 1, id, occurred_at
FROM (
    SELECT DISTINCT ON (document, source_row, part, kind) *
    FROM finance_posting
    WHERE document = ANY (%(documents)s)
    ORDER BY document, source_row, part, kind, revision DESC
) AS last
WHERE reverses IS NULL;

-- Postings in their entity's own currency, whose sums the caller appends in the same transaction.
COPY finance_posting (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty,
    units, amount_minor, currency, base_minor, rate, rate_source, rate_date, day, document, source_row, part,
    revision, occurred_at, recorded_at)
FROM STDIN;

-- Postings given as values; those in the entity's own currency with their worth.
COPY incoming_posting (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty,
    units, amount_minor, currency, base, base_minor, rate, rate_source, rate_date, priced, day, document,
    source_row, part, occurred_at)
FROM STDIN;

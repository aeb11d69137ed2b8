-- What they add up to by SKU.
COPY finance_dailysum (entity, channel, mode, market, sku, kind, layer, basis, certainty, day, currency,
    amount_minor, base_minor, rateless_minor, units, postings, folded)
FROM STDIN;

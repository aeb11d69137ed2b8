-- What they add up to without the SKU.
COPY finance_dailytotal (entity, channel, mode, market, kind, layer, basis, certainty, day, currency,
    amount_minor, base_minor, rateless_minor, units, postings, folded)
FROM STDIN;

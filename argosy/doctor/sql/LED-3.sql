-- LED-3 [critical] The daily sums are the sums of the postings, key by key.
SELECT entity, channel, market, sku, kind, day, currency,
       sum(amount_minor) AS minor_too_much, sum(base_minor) AS base_too_much,
       sum(units) AS units_too_much, sum(postings) AS postings_too_much
FROM (
    SELECT entity, channel, mode, market, sku, kind, layer, basis, certainty, day, currency,
           amount_minor, base_minor, rateless_minor, units, postings
    FROM finance_dailysum
    UNION ALL
    SELECT entity, channel, mode, market, coalesce(sku, 0), kind, layer, basis, certainty, day, currency,
           -amount_minor, -coalesce(base_minor, 0), CASE WHEN base_minor IS NULL THEN -amount_minor ELSE 0 END,
           -units, CASE WHEN reverses IS NULL THEN -1 ELSE 1 END
    FROM finance_posting
) AS both_sides
GROUP BY entity, channel, mode, market, sku, kind, layer, basis, certainty, day, currency
HAVING sum(amount_minor) <> 0 OR sum(base_minor) <> 0 OR sum(rateless_minor) <> 0
    OR sum(units) <> 0 OR sum(postings) <> 0

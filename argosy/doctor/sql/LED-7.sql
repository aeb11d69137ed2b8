-- LED-7 [critical] The daily totals are the daily sums without their SKU, key by key.
SELECT entity, channel, market, kind, day, currency,
       sum(amount_minor) AS minor_too_much, sum(base_minor) AS base_too_much,
       sum(units) AS units_too_much, sum(postings) AS postings_too_much
FROM (
    SELECT entity, channel, mode, market, kind, layer, basis, certainty, day, currency,
           amount_minor, base_minor, rateless_minor, units, postings
    FROM finance_dailytotal
    UNION ALL
    SELECT entity, channel, mode, market, kind, layer, basis, certainty, day, currency,
           -amount_minor, -base_minor, -rateless_minor, -units, -postings
    FROM finance_dailysum
) AS both_sides
GROUP BY entity, channel, mode, market, kind, layer, basis, certainty, day, currency
HAVING sum(amount_minor) <> 0 OR sum(base_minor) <> 0 OR sum(rateless_minor) <> 0
    OR sum(units) <> 0 OR sum(postings) <> 0

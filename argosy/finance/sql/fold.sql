-- Fold the appended sums of the same key into one row each. Readers add up either way; nothing waits.
WITH taken AS (
    DELETE FROM finance_dailysum
    WHERE day IN (SELECT DISTINCT day FROM finance_dailysum WHERE NOT folded)
    RETURNING *
)
INSERT INTO finance_dailysum
    (entity, channel, mode, market, sku, kind, layer, basis, certainty, day, currency,
     amount_minor, base_minor, rateless_minor, units, postings, folded)
SELECT entity, channel, mode, market, sku, kind, layer, basis, certainty, day, currency,
       sum(amount_minor), sum(base_minor), sum(rateless_minor), sum(units), sum(postings), true
FROM taken
GROUP BY entity, channel, mode, market, sku, kind, layer, basis, certainty, day, currency
HAVING sum(postings) <> 0 OR sum(amount_minor) <> 0 OR sum(base_minor) <> 0 OR sum(units) <> 0
ORDER BY day;

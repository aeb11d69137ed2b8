-- Write the postings and append what they add up to: rows and sums never part, because they are one
-- statement. A reversal takes away what it reverses.
WITH written AS (
    INSERT INTO finance_posting
        (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units,
         amount_minor, currency, base_minor, rate, rate_source, rate_date, day,
         document, source_row, part, revision, reverses, occurred_at, recorded_at)
    SELECT entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units,
           amount_minor, currency, base_minor, rate, rate_source, rate_date, day,
           document, source_row, part, revision, reverses, occurred_at, %(now)s
    FROM incoming_posting
    ORDER BY document, source_row, part
), by_sku AS MATERIALIZED (
    SELECT entity, channel, mode, market, coalesce(sku, 0) AS sku, kind, layer, basis, certainty, day, currency,
           sum(amount_minor)::bigint AS amount_minor, coalesce(sum(base_minor), 0)::bigint AS base_minor,
           coalesce(sum(amount_minor) FILTER (WHERE base_minor IS NULL), 0)::bigint AS rateless_minor,
           sum(units)::bigint AS units,
           sum(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END)::int AS postings
    FROM incoming_posting
    GROUP BY entity, channel, mode, market, coalesce(sku, 0), kind, layer, basis, certainty, day, currency
), summed AS (
    INSERT INTO finance_dailysum
        (entity, channel, mode, market, sku, kind, layer, basis, certainty, day, currency,
         amount_minor, base_minor, rateless_minor, units, postings, folded)
    SELECT *, false FROM by_sku ORDER BY day
)
INSERT INTO finance_dailytotal
    (entity, channel, mode, market, kind, layer, basis, certainty, day, currency,
     amount_minor, base_minor, rateless_minor, units, postings, folded)
SELECT entity, channel, mode, market, kind, layer, basis, certainty, day, currency,
       sum(amount_minor), sum(base_minor), sum(rateless_minor), sum(units), sum(postings), false
FROM by_sku
GROUP BY entity, channel, mode, market, kind, layer, basis, certainty, day, currency
ORDER BY day;

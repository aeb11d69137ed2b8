-- What counted as the payment of an order that is no longer in the book is a sale again: reverse the
-- payment, and state anew what it had been turned from.
WITH last AS (
    SELECT DISTINCT ON (document, source_row, part, kind) *
    FROM finance_posting
    WHERE document = ANY (%(documents)s)
    ORDER BY document, source_row, part, kind, revision DESC
), settled AS (
    SELECT * FROM last WHERE kind = 'settled' AND reverses IS NULL
), reversed AS (
    INSERT INTO incoming_posting
        (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
         currency, base, base_minor, rate, rate_source, rate_date, priced, day,
         document, source_row, part, revision, reverses, occurred_at)
    SELECT entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, -units, -amount_minor,
           currency, currency, -base_minor, rate, rate_source, rate_date, true, day,
           document, source_row, part, revision + 1, id, occurred_at
    FROM settled
)
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, base_minor, rate, rate_source, rate_date, priced, day,
     document, source_row, part, revision, occurred_at)
SELECT last.entity, last.channel, last.mode, last.market, last.listing, coalesce(last.sku, named.sku_id),
       last.order_line, last.kind, last.layer, last.basis, last.certainty, -last.units, -last.amount_minor,
       last.currency, entity.currency, -last.base_minor, last.rate, last.rate_source, last.rate_date,
       last.base_minor IS NOT NULL, last.day, last.document, last.source_row, last.part, last.revision + 1,
       last.occurred_at
FROM last
JOIN settled USING (document, source_row, part)
JOIN company_entity AS entity ON entity.id = last.entity
LEFT JOIN channels_listing AS named ON named.id = last.listing
WHERE last.kind <> 'settled' AND last.basis = 'stated' AND last.reverses IS NOT NULL;

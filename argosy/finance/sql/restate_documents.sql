-- Ask for what these documents said, where their last word was a reversal: the next revision, worth what
-- the first statement was worth. What was learned while it was silent counts: which SKU a listing is, and
-- a rate that was unknown. Of a sale and the payment it was turned into, the one reversed last is meant.
WITH last AS (
    SELECT DISTINCT ON (document, source_row, part, kind) *
    FROM finance_posting
    WHERE document = ANY (%(documents)s)
    ORDER BY document, source_row, part, kind, revision DESC
)
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, base_minor, rate, rate_source, rate_date, priced, day,
     document, source_row, part, revision, occurred_at)
SELECT last.entity, last.channel, mode, last.market, listing, coalesce(last.sku, named.sku_id), order_line, kind,
       layer, basis, certainty, -units, -amount_minor, last.currency, entity.currency, -base_minor, rate, rate_source,
       rate_date, base_minor IS NOT NULL, day, document, source_row, part, revision + 1, occurred_at
FROM last
JOIN company_entity AS entity ON entity.id = last.entity
LEFT JOIN channels_listing AS named ON named.id = last.listing
WHERE last.reverses IS NOT NULL AND last.basis = 'stated'
  AND NOT EXISTS (
      SELECT FROM last AS other
      WHERE other.document = last.document AND other.source_row = last.source_row AND other.part = last.part
        AND other.basis = 'stated' AND (other.kind = 'settled') <> (last.kind = 'settled')
        AND (other.reverses IS NULL OR other.id > last.id)
  );

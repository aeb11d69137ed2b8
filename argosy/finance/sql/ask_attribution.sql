-- Postings of listings that nobody had mapped when they came: reverse them, and state them anew under the
-- SKU that the listing has been given since.
WITH unattributed AS (
    SELECT posting.*, given.sku AS given_sku
    FROM finance_posting AS posting
    JOIN unnest(%(listings)s::bigint[], %(skus)s::bigint[]) AS given (listing, sku)
      ON given.listing = posting.listing
    WHERE posting.sku IS NULL AND posting.reverses IS NULL
      AND NOT EXISTS (
          SELECT FROM finance_posting AS later
          WHERE later.document = posting.document AND later.source_row = posting.source_row
            AND later.part = posting.part AND later.kind = posting.kind
            AND later.revision = posting.revision + 1
      )
), reversed AS (
    INSERT INTO incoming_posting
        (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units,
         amount_minor, currency, base, base_minor, rate, rate_source, rate_date, priced, day,
         document, source_row, part, revision, reverses, occurred_at)
    SELECT entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, -units,
           -amount_minor, currency, currency, -base_minor, rate, rate_source, rate_date, true, day,
           document, source_row, part, revision + 1, id, occurred_at
    FROM unattributed
)
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units,
     amount_minor, currency, base, base_minor, rate, rate_source, rate_date, priced, day,
     document, source_row, part, revision, occurred_at)
SELECT entity, channel, mode, market, listing, given_sku, order_line, kind, layer, basis, certainty, units,
       amount_minor, currency, currency, base_minor, rate, rate_source, rate_date, true, day,
       document, source_row, part, revision + 2, occurred_at
FROM unattributed;

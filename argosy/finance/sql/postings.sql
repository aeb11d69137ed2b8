-- The postings behind a figure, newest first, from below a key on. Both of a reversed pair are shown.
SELECT posting.id, posting.entity, posting.channel, posting.mode, posting.market, posting.sku,
       posting.listing, posting.order_line, posting.kind, posting.layer, posting.basis, posting.certainty,
       posting.units, posting.amount_minor, posting.currency, posting.base_minor, entity.currency AS base,
       posting.rate, posting.rate_source, posting.rate_date, posting.day, posting.document,
       posting.source_row, posting.revision, posting.reverses, posting.occurred_at, posting.recorded_at
FROM finance_posting AS posting
JOIN company_entity AS entity ON entity.id = posting.entity
WHERE (%(below)s::bigint IS NULL OR posting.id < %(below)s)
  AND (%(since)s::date IS NULL OR posting.day >= %(since)s)
  AND (%(until)s::date IS NULL OR posting.day < %(until)s)
  AND (%(entities)s::bigint[] IS NULL OR posting.entity = ANY (%(entities)s))
  AND (%(channels)s::bigint[] IS NULL OR posting.channel = ANY (%(channels)s))
  AND (%(markets)s::text[] IS NULL OR posting.market = ANY (%(markets)s))
  AND (%(kinds)s::text[] IS NULL OR posting.kind = ANY (%(kinds)s))
  AND (%(skus)s::bigint[] IS NULL OR posting.sku = ANY (%(skus)s))
  AND (%(documents)s::bigint[] IS NULL OR posting.document = ANY (%(documents)s))
ORDER BY posting.id DESC
LIMIT %(limit)s;

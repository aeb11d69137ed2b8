-- What an order's own documents state, and what other documents state of its lines; oldest first. The ids
-- are found first, by their indexes: asked for in order at once, the planner would walk the whole ledger.
WITH found AS MATERIALIZED (
    SELECT id FROM finance_posting WHERE document = ANY (%(documents)s::bigint[])
    UNION
    SELECT id FROM finance_posting WHERE order_line = ANY (%(lines)s::bigint[])
)
SELECT posting.id, posting.entity, posting.channel, posting.mode, posting.market, posting.sku,
       posting.listing, posting.order_line, posting.kind, posting.layer, posting.basis, posting.certainty,
       posting.units, posting.amount_minor, posting.currency, posting.base_minor, entity.currency AS base,
       posting.rate, posting.rate_source, posting.rate_date, posting.day, posting.document,
       posting.source_row, posting.revision, posting.reverses, posting.occurred_at, posting.recorded_at
FROM found
JOIN finance_posting AS posting USING (id)
JOIN company_entity AS entity ON entity.id = posting.entity
ORDER BY posting.id
LIMIT %(limit)s;

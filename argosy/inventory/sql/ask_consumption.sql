-- Units that leave for holders, as moves that use up their promises.
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, holder, occurred_at, claim)
SELECT %(entity)s, given.sku, given.place, %(customer)s, given.quantity, 'ship', given.document, given.source_row,
       given.line, given.occurred_at, given.holder
FROM unnest(%(holders)s::text[], %(skus)s::bigint[], %(places)s::bigint[], %(quantities)s::int[],
            %(lines)s::bigint[], %(documents)s::bigint[], %(rows)s::int[], %(occurred_at)s::timestamptz[])
     AS given (holder, sku, place, quantity, line, document, source_row, occurred_at);

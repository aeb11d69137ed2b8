-- Units that leave a place where nobody has counted them; inventory draws them on the before-count place.
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, holder, occurred_at, claim)
SELECT %(entity)s, given.sku, %(place)s, %(customer)s, given.quantity, 'ship', %(document)s, given.source_row,
       given.line, %(occurred_at)s, %(claim)s
FROM unnest(%(skus)s::bigint[], %(quantities)s::int[], %(lines)s::bigint[], %(rows)s::int[])
     AS given (sku, quantity, line, source_row);

-- A first count brings its units from the before-count place.
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, occurred_at)
SELECT %(entity)s, given.sku, %(before_count)s, given.place, given.quantity, 'count', given.document,
       given.source_row, given.counted_at
FROM unnest(%(skus)s::bigint[], %(places)s::bigint[], %(quantities)s::int[], %(rows)s::int[],
            %(documents)s::bigint[], %(counted_at)s::timestamptz[]) WITH ORDINALITY
     AS given (sku, place, quantity, source_row, document, counted_at, index)
WHERE index = ANY (%(indexes)s::int[]) AND given.quantity > 0;

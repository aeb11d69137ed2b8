-- Baskets as promises of what each is to have more.
INSERT INTO incoming_promise (holder, sku, place, entity, quantity, claimant, seq, promised_until, expires_at)
SELECT * FROM unnest(%(holders)s::text[], %(skus)s::bigint[], %(places)s::bigint[], %(entities)s::bigint[],
                     %(quantities)s::int[], %(claimants)s::text[], %(seqs)s::bigint[],
                     %(promised_until)s::timestamptz[], %(expires_at)s::timestamptz[]);

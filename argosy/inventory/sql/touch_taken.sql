-- Say who took how many units of which SKU: one entry for each claimant and SKU.
INSERT INTO inventory_touch (skus, takers, taken, touched_at)
VALUES (%(skus)s::bigint[], string_to_array(%(takers)s, E'\x1f'), %(taken)s::bigint[], %(now)s);

-- Paces from arrays, one element a channel.
INSERT INTO incoming_pace
SELECT nth, pool, %(bound)s, available, rate, dispersion, lag_s, showing, arriving_s, meanwhile, recent
FROM unnest(
    %(pools)s::bigint[], %(available)s::bigint[], %(rates)s::float8[], %(dispersions)s::float8[],
    %(lags)s::float8[], %(showing)s::bigint[], %(arriving)s::float8[], %(meanwhile)s::bigint[],
    %(recent)s::float8[]
) WITH ORDINALITY AS given (
    pool, available, rate, dispersion, lag_s, showing, arriving_s, meanwhile, recent, nth
)

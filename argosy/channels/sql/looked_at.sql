-- Those that share a stock with others, in units of that stock, each column as the text of an array as
-- channels/pool wants it; a row for each bound. With `split`, only the first by priority of each of these pools
-- where others come later: of what is left when those have sold what they show still. These are the last column.
WITH member AS (
    SELECT look.*, offered.lag_s, min(offered.bound) OVER (PARTITION BY look.pool) AS bound,
           dense_rank() OVER (PARTITION BY look.pool ORDER BY offered.priority NULLS LAST) > 1 AS is_later
    FROM incoming_look AS look JOIN incoming_offered AS offered ON offered.listing = look.listing
    WHERE look.pool IS NOT NULL AND (%(split)s::bigint[] IS NULL OR look.pool = ANY (%(split)s::bigint[]))
), told AS (
    SELECT member.*, %(split)s::bigint[] IS NULL AS is_first_time,
           coalesce(sum(takes * (showing + coalesce(meanwhile, 0))) FILTER (WHERE is_later)
                    OVER (PARTITION BY pool), 0) AS still,
           bool_or(is_later) OVER (PARTITION BY pool) AS has_later
    FROM member
), chosen AS (
    SELECT *, is_first_time OR NOT is_later AS is_in FROM told WHERE is_first_time OR has_later
)
SELECT bound,
       array_agg(nth ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(pool ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(CASE WHEN is_first_time THEN pool_available ELSE greatest(0, pool_available - still) END
                 ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(rate * takes ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(dispersion * takes ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(lag_s ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(showing * takes ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(arriving_s ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(meanwhile * takes ORDER BY nth) FILTER (WHERE is_in)::text,
       array_agg(recent * takes ORDER BY nth) FILTER (WHERE is_in)::text,
       coalesce(array_agg(nth ORDER BY nth) FILTER (WHERE NOT is_in), '{}')::text
FROM chosen
GROUP BY bound;

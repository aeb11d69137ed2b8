-- How many orders were placed in each step of time, counted back from the latest over so many orders; a step
-- that was not counted to its end is left out.
WITH latest AS MATERIALIZED (
    SELECT placed_at
    FROM orders_order
    WHERE placed_at >= %(since)s AND (%(channels)s::bigint[] IS NULL OR channel_id = ANY (%(channels)s))
    ORDER BY placed_at DESC, id DESC
    LIMIT %(limit)s
), counted AS (
    SELECT date_bin(make_interval(mins => %(minutes)s), placed_at, %(since)s) AS step_at, count(*) AS orders
    FROM latest
    GROUP BY 1
)
SELECT step_at, orders
FROM counted
WHERE (SELECT count(*) FROM latest) < %(limit)s OR step_at > (SELECT min(placed_at) FROM latest)
ORDER BY step_at DESC;

-- Where too little is left to be shown everywhere, list only the first by priority anew: of what is left when those
-- that come later have sold what they show still. These are offered nothing.
WITH before AS (
    DELETE FROM incoming_pace
), member AS (
    SELECT look.*, offered.lag_s, min(offered.bound) OVER of_pool AS bound,
           dense_rank() OVER (PARTITION BY look.pool ORDER BY offered.priority NULLS LAST) > 1 AS is_later
    FROM incoming_look AS look JOIN incoming_offered AS offered ON offered.listing = look.listing
    WHERE look.pool IN (
        SELECT split.pool FROM incoming_offer AS offer JOIN incoming_look AS split ON split.nth = offer.nth
        WHERE NOT offer.is_pooled
    )
    WINDOW of_pool AS (PARTITION BY look.pool)
), told AS (
    SELECT member.*, bool_or(is_later) OVER of_pool AS has_later,
           coalesce(sum(takes * (showing + coalesce(meanwhile, 0))) FILTER (WHERE is_later) OVER of_pool, 0) AS still
    FROM member
    WINDOW of_pool AS (PARTITION BY pool)
), behind AS (
    UPDATE incoming_offer AS offer SET quantity = 0, flight = 0, is_last = true
    FROM told WHERE told.nth = offer.nth AND is_later
), anew AS (
    DELETE FROM incoming_offer AS offer USING told WHERE told.nth = offer.nth AND has_later AND NOT is_later
)
INSERT INTO incoming_pace
SELECT nth, pool, bound, greatest(0, pool_available - still), rate * takes, dispersion * takes, lag_s, showing * takes,
       arriving_s, meanwhile * takes, recent * takes
FROM told
WHERE has_later AND NOT is_later

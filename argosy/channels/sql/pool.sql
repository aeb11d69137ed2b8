-- What every channel of incoming_pace may show of its pool, by the same rules as channels/pooling.py, whatever the
-- number of pools.
INSERT INTO incoming_offer
WITH member AS (
    SELECT pool, nth, bound, lag_s, showing, arriving_s, recent,
           greatest(available, 0) AS available,
           coalesce(rate, %(unknown_rate)s) AS rate,
           greatest(coalesce(dispersion, %(unknown_dispersion)s), 1) AS dispersion,
           lag_s + (%(factor)s - 1) * least(lag_s, %(lasts_s)s) AS stretch,
           arriving_s + (%(factor)s - 1) * least(arriving_s, %(lasts_s)s) AS rest,
           showing IS NOT NULL AND arriving_s <= 0 AS settled,
           CASE WHEN arriving_s <= 0 THEN showing ELSE showing + meanwhile END AS may_sell,
           -- What may be sold until what was sent arrives; nothing is on its way to the settled.
           CASE WHEN arriving_s <= 0 THEN 0 ELSE meanwhile END AS meanwhile,
           1 + round(%(one_weight)s * greatest(coalesce(rate, %(unknown_rate)s), recent))::bigint
               AS weight
    FROM incoming_pace
), claim AS (
    SELECT *,
           sum(weight) OVER in_order AS upto,
           sum(weight) OVER (PARTITION BY pool) AS weights,
           max(dispersion) OVER (PARTITION BY pool) AS spread,
           count(*) OVER (PARTITION BY pool) AS channels,
           sum(rate) OVER (PARTITION BY pool) AS pool_rate,
           sum(recent) OVER (PARTITION BY pool) AS pool_recent
    FROM member
    WINDOW in_order AS (PARTITION BY pool ORDER BY weight, lag_s DESC, nth DESC ROWS UNBOUNDED PRECEDING)
), share AS (
    SELECT *,
           div(available * upto, weights) - div(available * (upto - weight), weights) AS share
    FROM claim
), low AS (
    SELECT *, settled AND share > 0 AND 2 * showing <= share AS low FROM share
), pooled AS (
    SELECT pool,
           min(available) AS available, min(bound) AS bound, min(spread) AS spread, min(channels) AS channels,
           CASE WHEN bool_and(showing IS NOT NULL) THEN sum(showing) END AS held,
           bool_or(settled AND showing = 0 AND share > 0) AS wanting,
           greatest(sum(rate * stretch), sum(recent * lag_s)) AS sent,
           greatest(sum(rate * stretch) FILTER (WHERE may_sell IS NULL),
                    sum(recent * lag_s) FILTER (WHERE may_sell IS NULL), 0) AS sent_unknown,
           coalesce(sum(may_sell), 0) AS sent_known,
           greatest(sum(rate * rest) FILTER (WHERE arriving_s > 0),
                    sum(recent * arriving_s) FILTER (WHERE arriving_s > 0), 0) AS waiting,
           greatest(sum(rate * rest) FILTER (WHERE arriving_s > 0 AND meanwhile IS NULL),
                    sum(recent * arriving_s) FILTER (WHERE arriving_s > 0 AND meanwhile IS NULL), 0)
               AS waiting_unknown,
           coalesce(sum(meanwhile), 0) AS waiting_known,
           greatest(sum(rate * stretch) FILTER (WHERE low), sum(recent * lag_s) FILTER (WHERE low), 0)
               AS lows,
           coalesce(sum(may_sell) FILTER (WHERE low), 0) AS low_known,
           max(lag_s) AS slowest
    FROM low GROUP BY pool
), demand AS (
    -- Every sum of sales that a buffer is wanted for: its mean in units, its share of the bound.
    SELECT pool, NULL::bigint AS nth, kind, hourly / 3600 AS mean, spread, bound
    FROM pooled CROSS JOIN LATERAL (
        VALUES ('sent', sent), ('sent_unknown', sent_unknown), ('waiting', waiting),
               ('waiting_unknown', waiting_unknown), ('lows', lows)
    ) AS v (kind, hourly)
    UNION ALL
    SELECT pool, nth, kind, hourly / 3600, spread, bound / channels
    FROM claim CROSS JOIN LATERAL (
        VALUES ('together', greatest(pool_rate * stretch, pool_recent * lag_s)),
               ('own', greatest(rate * stretch, recent * lag_s))
    ) AS v (kind, hourly)
), buffered AS (
    -- Factorial moments first, then the sub-gamma tail; the smaller one counts (docs/leases.md).
    SELECT pool, nth, kind,
           CASE WHEN mean <= 0 THEN 0
                WHEN m1 <= bound THEN least(tail, 0) WHEN m2 <= bound THEN least(tail, 1)
                WHEN m3 <= bound THEN least(tail, 2) WHEN m4 <= bound THEN least(tail, 3)
                WHEN m5 <= bound THEN least(tail, 4) WHEN m6 <= bound THEN least(tail, 5)
                ELSE tail END AS units
    FROM demand
    CROSS JOIN LATERAL (SELECT spread - 1 AS d, -ln(bound) AS t) AS p
    CROSS JOIN LATERAL (
        SELECT floor(mean + sqrt(2 * spread * mean * t) + (spread - 0.5) * t)::bigint AS tail,
               mean AS m1
    ) AS q
    CROSS JOIN LATERAL (SELECT m1 * (mean + d) / 2 AS m2) AS q2
    CROSS JOIN LATERAL (SELECT m2 * (mean + 2 * d) / 3 AS m3) AS q3
    CROSS JOIN LATERAL (SELECT m3 * (mean + 3 * d) / 4 AS m4) AS q4
    CROSS JOIN LATERAL (SELECT m4 * (mean + 4 * d) / 5 AS m5) AS q5
    CROSS JOIN LATERAL (SELECT m5 * (mean + 5 * d) / 6 AS m6) AS q6
), of_pool AS (
    SELECT pool,
           least(max(units) FILTER (WHERE kind = 'sent'),
                 max(units) FILTER (WHERE kind = 'sent_unknown') + min(sent_known)) AS flight,
           least(max(units) FILTER (WHERE kind = 'waiting'),
                 max(units) FILTER (WHERE kind = 'waiting_unknown') + min(waiting_known)) AS guard,
           least(max(units) FILTER (WHERE kind = 'lows'), min(low_known)) AS low_flight,
           max(units) FILTER (WHERE kind = 'together') AS widest
    FROM buffered JOIN pooled USING (pool) GROUP BY pool
), of_member AS (
    SELECT pool, nth,
           max(units) FILTER (WHERE kind = 'together') AS buffer,
           max(units) FILTER (WHERE kind = 'own') AS own
    FROM buffered WHERE nth IS NOT NULL GROUP BY pool, nth
), offered AS (
    SELECT low.*, buffer, least(own, may_sell) AS flight, wanting,
           channels > 1 AND low.available > widest AS is_pooled,
           low.available - held - guard AS free,
           greatest(low.available - of_pool.flight, 0) AS anew,
           CASE WHEN low.available - held - guard <= low_flight THEN 0 ELSE low_flight END AS low_flight,
           CASE WHEN low AND (showing = 0 OR low.available - held - guard > low_flight)
                THEN share - showing ELSE 0 END AS wanted
    FROM low
    JOIN of_member USING (pool, nth)
    JOIN of_pool USING (pool)
    JOIN (SELECT pool, held, wanting FROM pooled) AS p USING (pool)
), gift AS (
    SELECT *,
           sum(wanted) OVER (
               PARTITION BY pool ORDER BY weight, lag_s DESC, nth DESC ROWS UNBOUNDED PRECEDING
           ) AS wanted_upto,
           sum(wanted) OVER (PARTITION BY pool) AS all_wanted,
           least(free - low_flight, sum(wanted) OVER (PARTITION BY pool)) AS gift
    FROM offered
)
SELECT nth,
       CASE
           WHEN is_pooled THEN available - buffer
           WHEN free IS NULL OR free < 0
               THEN div(anew * upto, weights) - div(anew * (upto - weight), weights)
           WHEN gift > 0
               THEN showing + div(gift * wanted_upto, all_wanted)
                            - div(gift * (wanted_upto - wanted), all_wanted)
           WHEN wanting AND settled AND showing > share AND (showing - flight >= share OR share = 0)
               THEN share
           ELSE showing
       END::bigint AS quantity,
       flight::bigint AS flight,
       is_pooled, false
FROM gift

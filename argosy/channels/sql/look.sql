-- Gather what each listing draws on, in one snapshot: the stock, and the sales that nobody has taken off yet what
-- is shown. Answers those that share a stock, in order.
WITH part AS (
    SELECT offered.*, coalesce(component.sku_id, offered.sold) AS sku, coalesce(component.quantity, 1) AS takes
    FROM incoming_offered AS offered
    LEFT JOIN catalogue_component AS component ON component.kit_id = offered.sold
), pool AS (
    SELECT DISTINCT sku, place FROM part WHERE is_asked AND place IS NOT NULL
), took AS (
    SELECT touch.taker, touch.sku, sum(touch.units) AS units
    FROM inventory_touch CROSS JOIN LATERAL unnest(skus, takers, taken) AS touch (sku, taker, units)
    WHERE takers IS NOT NULL
    GROUP BY touch.taker, touch.sku
), going AS (
    -- Booked at this moment, and to be taken off by whoever looks next.
    SELECT part.listing, min(coalesce(div(took.units, part.takes), 0))::int AS units
    FROM part LEFT JOIN took ON took.taker = 'listing:' || part.listing AND took.sku = part.sku
    WHERE EXISTS (SELECT FROM took)
    GROUP BY part.listing
), known AS (
    SELECT desired.listing_id AS listing, desired.quantity, desired.meanwhile, desired.ceiling,
           desired.accepted_version IS NULL
               OR desired.confirmed_version = desired.version
               OR (desired.accepted_version = desired.version
                   AND desired.accepted_at + make_interval(secs => offered.lag_s) <= %(now)s) AS is_settled,
           CASE WHEN desired.accepted_version = desired.version
                THEN greatest(1, offered.lag_s - extract(epoch FROM %(now)s - desired.desired_at))
                ELSE offered.lag_s END AS rest_s
    FROM channels_desired AS desired JOIN incoming_offered AS offered ON offered.listing = desired.listing_id
), member AS (
    SELECT part.*, pool.sku IS NOT NULL AND NOT is_barred AND NOT is_strict AS is_member,
           known.listing IS NULL AS is_new, known.quantity, known.ceiling,
           CASE WHEN known.is_settled THEN known.quantity - least(known.quantity, coalesce(going.units, 0))
                ELSE known.quantity END AS current,
           coalesce(known.is_settled, true) AS is_settled, known.rest_s,
           CASE WHEN known.is_settled THEN 0
                ELSE known.meanwhile - least(known.meanwhile, coalesce(going.units, 0)) END AS meanwhile,
           level.on_hand - level.reserved - level.leased AS free,
           coalesce(lease.quantity, 0) AS unsold,
           pace.rate, pace.dispersion, coalesce(pace.heat, 0)::float8
               * exp(-extract(epoch FROM %(now)s - pace.heated_at)::float8 / %(memory_s)s) AS heat
    FROM part
    LEFT JOIN pool ON pool.sku = part.sku AND pool.place = part.place
    LEFT JOIN known ON known.listing = part.listing
    LEFT JOIN going ON going.listing = part.listing
    LEFT JOIN inventory_level AS level ON level.sku_id = part.sku AND level.place_id = part.place
    LEFT JOIN inventory_lease AS lease ON lease.claimant = 'listing:' || part.listing AND lease.state = 'open'
                                      AND lease.sku_id = part.sku AND lease.place_id = part.place
    LEFT JOIN channels_pace AS pace ON pace.listing_id = part.listing
    WHERE part.is_asked OR pool.sku IS NOT NULL
), left_behind AS (
    -- Listings that may sell of a pool no more, until they have heard.
    SELECT sku, place, sum(takes * (coalesce(current, 0) + CASE WHEN is_settled THEN 0 ELSE coalesce(meanwhile, 0) END)) AS units
    FROM member
    WHERE is_barred AND NOT is_strict AND place IS NOT NULL
    GROUP BY sku, place
)
INSERT INTO incoming_look
SELECT row_number() OVER (ORDER BY member.sku, member.place, listing), listing,
       CASE WHEN is_member AND free IS NOT NULL THEN dense_rank() OVER (ORDER BY member.sku, member.place) END,
       member.sku, takes,
       CASE WHEN is_strict THEN unsold ELSE free END,
       greatest(0, free - coalesce(left_behind.units, 0)),
       current, is_new, coalesce(current, 0),
       CASE WHEN is_settled THEN 0 ELSE rest_s END, CASE WHEN is_settled THEN NULL ELSE meanwhile END,
       rate, dispersion,
       greatest(0, coalesce(heat, 0) - %(signs)s * sqrt(coalesce(heat, 0))) / %(memory_s)s * 3600,
       ceiling
FROM member LEFT JOIN left_behind ON left_behind.sku = member.sku AND left_behind.place = member.place;

-- What each strict listing holds of each SKU that it takes, and what it is to hold: its share of what is there,
-- by priority, then pace. Unstated, its share is its part of the pace of all listings that sell of that stock.
WITH part AS (
    SELECT offered.*, coalesce(component.sku_id, offered.sold) AS sku, coalesce(component.quantity, 1) AS takes,
           count(*) OVER (PARTITION BY offered.listing) AS parts,
           coalesce(pace.rate, %(unknown_rate)s) AS rate
    FROM incoming_offered AS offered
    LEFT JOIN catalogue_component AS component ON component.kit_id = offered.sold
    LEFT JOIN channels_pace AS pace ON pace.listing_id = offered.listing
    WHERE offered.place IS NOT NULL AND NOT offered.is_barred
), weighed AS (
    SELECT part.*, (1 + round(%(one_weight)s * rate * takes)) AS weight,
           sum(1 + round(%(one_weight)s * rate * takes)) OVER (PARTITION BY sku, place) AS weights
    FROM part
), held AS (
    SELECT weighed.*, level.on_hand - level.reserved - level.leased AS free, coalesce(lease.quantity, 0) AS unsold,
           sum(coalesce(lease.quantity, 0)) OVER (PARTITION BY weighed.sku, weighed.place) AS all_unsold
    FROM weighed
    JOIN inventory_level AS level ON level.sku_id = weighed.sku AND level.place_id = weighed.place
    LEFT JOIN inventory_lease AS lease ON lease.claimant = 'listing:' || weighed.listing AND lease.state = 'open'
                                      AND lease.sku_id = weighed.sku AND lease.place_id = weighed.place
    WHERE weighed.is_strict
), wish AS (
    SELECT held.*, free + all_unsold AS supply,
           greatest(0, least(cap, CASE
               WHEN share IS NULL THEN div(weight * (free + all_unsold - coalesce(buffer, 0)), weights * takes)
               ELSE div(floor(share * (free + all_unsold - coalesce(buffer, 0))), takes) END)) AS wanted
    FROM held
), sums AS (
    SELECT wish.*, sum(wanted * takes) OVER (
               PARTITION BY sku, place ORDER BY priority NULLS LAST, weight DESC, listing ROWS UNBOUNDED PRECEDING
           ) AS upto
    FROM wish
), given AS (
    SELECT listing, min(least(wanted, div(greatest(0, supply - (upto - wanted * takes)), takes))) AS sets
    FROM sums GROUP BY listing
    HAVING count(*) = min(parts)
), state AS (
    SELECT desired.listing_id AS listing,
           CASE WHEN desired.accepted_version IS NULL THEN 0
                WHEN desired.confirmed_version = desired.version
                     OR (desired.accepted_version = desired.version
                         AND desired.accepted_at + make_interval(secs => offered.lag_s) <= %(now)s)
                THEN coalesce(desired.quantity, 0)
                ELSE coalesce(desired.quantity, 0) + coalesce(desired.meanwhile, 0) END AS may_sell
    FROM channels_desired AS desired JOIN incoming_offered AS offered ON offered.listing = desired.listing_id
)
SELECT sums.listing, sums.channel, sums.sku, sums.place, sums.takes, sums.parts, sums.unsold,
       (CASE WHEN coalesce(given.sets, 0) < coalesce(sums.floor, 0) THEN 0 ELSE coalesce(given.sets, 0) END
        * sums.takes)::bigint,
       coalesce(state.may_sell, 0) * sums.takes, sums.by_policy
FROM sums
LEFT JOIN given ON given.listing = sums.listing
LEFT JOIN state ON state.listing = sums.listing
ORDER BY sums.sku, sums.place, sums.priority NULLS LAST, sums.weight DESC, sums.listing;

-- What listings took of the stock they sold: their channels count it down by themselves where they show what
-- was sent, so the number falls and stays the same version; on its way, less is left to be sold until it arrives.
WITH took AS (
    SELECT substr(taker, 9)::bigint AS listing, sku, units
    FROM unnest(%(takers)s::text[], %(skus)s::bigint[], %(units)s::bigint[]) AS given (taker, sku, units)
    WHERE taker LIKE 'listing:%%'
), sold AS (
    SELECT listing.id AS listing,
           min(div(coalesce(took.units, 0), coalesce(component.quantity, 1)))::int AS units
    FROM channels_listing AS listing
    LEFT JOIN catalogue_component AS component ON component.kit_id = listing.sku_id
    LEFT JOIN took ON took.listing = listing.id AND took.sku = coalesce(component.sku_id, listing.sku_id)
    WHERE listing.id IN (SELECT listing FROM took)
    GROUP BY listing.id
    HAVING min(div(coalesce(took.units, 0), coalesce(component.quantity, 1))) > 0
), counted AS (
    INSERT INTO channels_sold AS hour (listing_id, hour_at, units)
    SELECT listing, date_trunc('hour', %(now)s::timestamptz), units FROM sold
    ON CONFLICT (listing_id, hour_at) DO UPDATE SET units = hour.units + excluded.units
), heated AS (
    INSERT INTO channels_pace AS pace (listing_id, rate, dispersion, measured_at, heat, heated_at)
    SELECT listing, %(unknown_rate)s, %(unknown_dispersion)s, %(now)s, units, %(now)s FROM sold
    ON CONFLICT (listing_id) DO UPDATE
    SET heat = (pace.heat * exp(-coalesce(extract(epoch FROM excluded.heated_at - pace.heated_at), 0)
                                / %(memory_s)s::numeric) + excluded.heat)::numeric(14, 6),
        heated_at = excluded.heated_at
)
UPDATE channels_desired AS desired
SET quantity = CASE WHEN told.is_settled THEN desired.quantity - least(desired.quantity, sold.units)
                    ELSE desired.quantity END,
    meanwhile = CASE WHEN told.is_settled THEN desired.meanwhile
                     ELSE desired.meanwhile - least(desired.meanwhile, sold.units) END
FROM sold
JOIN channels_listing AS listing ON listing.id = sold.listing
LEFT JOIN channels_lag AS lag ON lag.channel_id = listing.channel_id
CROSS JOIN LATERAL (
    SELECT known.listing_id,
           known.accepted_version IS NULL
               OR known.confirmed_version = known.version
               OR (known.accepted_version = known.version
                   AND known.accepted_at + make_interval(secs => coalesce(lag.lag_ms / 1000.0, %(unknown_lag_s)s))
                       <= %(now)s) AS is_settled
    FROM channels_desired AS known WHERE known.listing_id = sold.listing
) AS told
WHERE desired.listing_id = sold.listing;

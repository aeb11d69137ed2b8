-- How long it took each channel to show what was wanted: in milliseconds, the 95th percentile, and of how many.
SELECT channel_id, (1000 * percentile_disc(0.95) WITHIN GROUP (ORDER BY took_s))::bigint, count(*)
FROM (
    SELECT listing.channel_id, extract(epoch FROM desired.confirmed_at - desired.desired_at) AS took_s
    FROM channels_desired AS desired JOIN channels_listing AS listing ON listing.id = desired.listing_id
    WHERE desired.confirmed_version = desired.version AND desired.confirmed_at >= %(since)s
) AS seen
GROUP BY channel_id
HAVING count(*) >= %(samples)s;

-- Keep how fast and how unevenly listings sell.
INSERT INTO channels_pace (listing_id, rate, dispersion, measured_at)
SELECT listing, rate, dispersion, %(now)s
FROM unnest(%(listings)s::bigint[], %(rates)s::numeric[], %(dispersions)s::numeric[]) AS given (listing, rate, dispersion)
ON CONFLICT (listing_id) DO UPDATE
SET rate = excluded.rate, dispersion = excluded.dispersion, measured_at = excluded.measured_at;

-- Keep the version that a platform has accepted: never an older one after a newer, nor one that nobody wanted.
-- When it should have arrived, what was held back for its way is looked at again.
UPDATE channels_desired AS desired
SET accepted_version = told.version, accepted_at = %(at)s,
    look_at = CASE WHEN told.version = desired.version AND desired.why <> 'pooled'
                   THEN %(at)s::timestamptz + make_interval(secs => coalesce(lag.lag_ms / 1000.0, %(unknown_lag_s)s))
                   ELSE desired.look_at END
FROM unnest(%(listings)s::bigint[], %(versions)s::bigint[]) AS told (listing, version)
JOIN channels_listing AS listing ON listing.id = told.listing
LEFT JOIN channels_lag AS lag ON lag.channel_id = listing.channel_id
WHERE desired.listing_id = told.listing AND told.version <= desired.version
  AND (desired.accepted_version IS NULL OR desired.accepted_version < told.version);

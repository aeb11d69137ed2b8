-- Keep what strict listings are to show at most, and have those looked at for which that is new.
UPDATE channels_desired AS desired
SET ceiling = told.ceiling, look_at = %(now)s
FROM unnest(%(listings)s::bigint[], %(ceilings)s::int[]) AS told (listing, ceiling)
WHERE desired.listing_id = told.listing AND desired.ceiling IS DISTINCT FROM told.ceiling;

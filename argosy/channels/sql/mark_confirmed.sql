-- Keep the version and number that a listing was seen to show; of one version the later look counts.
UPDATE channels_desired AS desired
SET confirmed_version = told.version, confirmed_quantity = told.quantity, confirmed_at = %(at)s,
    look_at = CASE WHEN told.version = desired.version AND desired.look_at IS NOT NULL THEN %(at)s ELSE desired.look_at END
FROM unnest(%(listings)s::bigint[], %(versions)s::bigint[], %(quantities)s::int[]) AS told (listing, version, quantity)
WHERE desired.listing_id = told.listing AND told.version <= desired.version
  AND (desired.confirmed_version IS NULL OR desired.confirmed_version < told.version
       OR (desired.confirmed_version = told.version AND desired.confirmed_at <= %(at)s));

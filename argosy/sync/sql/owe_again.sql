-- These are to be sent again: the platform shows more than it was told to, so an older number won.
UPDATE sync_push AS push
SET next_at = %(now)s, outcome = 'overtaken'
FROM unnest(%(listings)s::bigint[], %(versions)s::bigint[]) AS shown (listing, version)
WHERE push.listing = shown.listing AND push.version = shown.version AND push.claimed_until IS NULL

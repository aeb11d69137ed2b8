-- Write down how the sending ended, unless somebody else has sent since; answers whose it was to say.
UPDATE sync_push AS push
SET claimed_until = NULL, next_at = ended.next_at, outcome = ended.outcome
FROM unnest(
    %(listings)s::bigint[], %(versions)s::bigint[], %(attempts)s::int[], %(outcomes)s::text[],
    %(next_ats)s::timestamptz[]
) AS ended (listing, version, attempt, outcome, next_at)
WHERE push.listing = ended.listing AND push.version = ended.version
  AND push.attempt = ended.attempt AND push.claimed_until IS NOT NULL
RETURNING push.listing

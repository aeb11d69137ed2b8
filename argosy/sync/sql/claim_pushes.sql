-- Write down what is about to be sent, one a listing at a time; an older number than was sent is not.
INSERT INTO sync_push (
    listing, channel, platform_sku, version, quantity, attempt, claimed_until, sent_at, outcome
)
SELECT wanted.listing, wanted.channel, wanted.platform_sku, wanted.version, wanted.quantity, 1,
    %(until)s, %(now)s, ''
FROM unnest(
    %(listings)s::bigint[], %(channels)s::bigint[], %(platform_skus)s::text[],
    %(versions)s::bigint[], %(quantities)s::int[]
) AS wanted (listing, channel, platform_sku, version, quantity)
ORDER BY wanted.listing
ON CONFLICT (listing) DO UPDATE
SET channel = excluded.channel, platform_sku = excluded.platform_sku, version = excluded.version,
    quantity = excluded.quantity, claimed_until = excluded.claimed_until, next_at = NULL,
    sent_at = excluded.sent_at, outcome = '',
    attempt = CASE WHEN excluded.version > sync_push.version THEN 1 ELSE sync_push.attempt + 1 END
WHERE (sync_push.claimed_until IS NULL OR sync_push.claimed_until <= %(now)s)
  AND (sync_push.next_at IS NULL OR sync_push.next_at <= %(now)s)
  AND (
      excluded.version > sync_push.version
      -- The same again only if it is owed: whoever looked before it was accepted comes too late.
      OR excluded.version = sync_push.version AND sync_push.outcome <> 'accepted'
  )
RETURNING listing, channel, platform_sku, quantity, version, attempt

-- Orders that were promised and have not left, those to leave soonest first.
SELECT known.id, known.external_id, known.channel_id, known.market, known.placed_at, known.promised_until,
       channel.place_id, known.document
FROM orders_order AS known
JOIN channels_channel AS channel ON channel.id = known.channel_id
WHERE known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
  AND known.withdrawn_at IS NULL AND known.kind = 'order'
  AND (%(channels)s::bigint[] IS NULL OR known.channel_id = ANY (%(channels)s::bigint[]))
  -- One whose lines have changed since is to be routed anew.
  AND (NOT %(only_new)s OR NOT EXISTS (
      SELECT FROM fulfilment_route AS route WHERE route.order_id = known.id AND route.document = known.document
  ))
ORDER BY known.promised_until, known.id
LIMIT %(limit)s;

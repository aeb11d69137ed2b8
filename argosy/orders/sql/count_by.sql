-- How many orders were placed, by one key; credits and adjustments are not orders, cancelled and withdrawn
-- ones do not count. A day is the channel's.
SELECT CASE %(by)s
           WHEN 'month' THEN to_char(known.placed_at AT TIME ZONE channel.zone, 'YYYY-MM')
           WHEN 'day' THEN to_char(known.placed_at AT TIME ZONE channel.zone, 'YYYY-MM-DD')
           WHEN 'channel' THEN known.channel_id::text
           WHEN 'market' THEN known.market
           WHEN 'mode' THEN channel.mode
           WHEN 'entity' THEN known.entity_id::text
           ELSE ''
       END AS key,
       count(*)
FROM orders_order AS known
JOIN channels_channel AS channel ON channel.id = known.channel_id
WHERE known.kind = 'order' AND known.cancelled_at IS NULL AND known.withdrawn_at IS NULL
  AND (%(since)s::date IS NULL OR (known.placed_at AT TIME ZONE channel.zone)::date >= %(since)s)
  AND (%(until)s::date IS NULL OR (known.placed_at AT TIME ZONE channel.zone)::date < %(until)s)
  AND (%(entities)s::bigint[] IS NULL OR known.entity_id = ANY (%(entities)s))
  AND (%(channels)s::bigint[] IS NULL OR known.channel_id = ANY (%(channels)s))
  AND (%(markets)s::text[] IS NULL OR known.market = ANY (%(markets)s))
GROUP BY 1;

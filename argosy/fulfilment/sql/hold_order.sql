-- Hold an order's row for the transaction under way: who ships, splits or cancels it comes one at a time.
SELECT known.id, known.entity_id, known.channel_id, known.external_id, known.document, known.kind, known.market,
       known.placed_at, known.paid_at, known.promised_until, known.shipped_at, known.cancelled_at,
       known.withdrawn_at, channel.place_id
FROM orders_order AS known
JOIN channels_channel AS channel ON channel.id = known.channel_id
WHERE known.id = %(order)s
FOR UPDATE OF known;

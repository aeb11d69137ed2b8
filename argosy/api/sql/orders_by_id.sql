-- Orders by id, of the channels that may be seen, as the API tells of them.
SELECT
    told.id,
    channel.key AS channel,
    told.external_id,
    told.kind,
    CASE
        WHEN told.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN told.cancelled_at IS NOT NULL THEN 'cancelled'
        WHEN told.refunded_minor <> 0 THEN 'refunded'
        WHEN told.shipped_at IS NOT NULL THEN 'shipped'
        WHEN told.paid_at IS NOT NULL THEN 'paid'
        ELSE 'placed'
    END AS state,
    told.revision,
    told.currency,
    told.total_minor,
    told.refunded_minor,
    told.units,
    told.market,
    told.placed_at,
    told.paid_at,
    told.shipped_at,
    told.cancelled_at,
    told.promised_until,
    told.recorded_at
FROM orders_order AS told
JOIN channels_channel AS channel ON channel.id = told.channel_id
WHERE told.id = ANY(%(orders)s)
  AND (%(channels)s::bigint[] IS NULL OR told.channel_id = ANY(%(channels)s))

-- The channels of these keys, as others need to know them.
SELECT channel.id, channel.key, channel.title, channel.entity_id, entity.key, entity.currency, channel.mode,
       channel.commercial_model, channel.platform, channel.operator_id, channel.market, channel.currency,
       channel.zone, channel.place_id, channel.adopts_skus, channel.fee_share, channel.ship_within_hours,
       channel.cancel_within_hours
FROM channels_channel AS channel
JOIN company_entity AS entity ON entity.id = channel.entity_id
WHERE channel.key = ANY (%(keys)s::text[]);

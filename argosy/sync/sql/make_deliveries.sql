-- One delivery of each event for each endpoint that wants it, once; whatever is not for it is left out.
INSERT INTO sync_delivery (
    endpoint_id, event, aggregate, kind, payload, state, attempt, made_at, next_at, give_up_at, outcome
)
SELECT endpoint.id, told.event, told.aggregate, told.kind, told.payload, 'waiting', 0, %(now)s,
    %(now)s, %(give_up_at)s, ''
FROM unnest(
    %(events)s::text[], %(aggregates)s::text[], %(kinds)s::text[], %(payloads)s::text[],
    %(channels)s::bigint[], %(ages_s)s::bigint[]
) WITH ORDINALITY AS told (event, aggregate, kind, payload, channel, age_s, place)
JOIN sync_endpoint AS endpoint
    ON endpoint.state <> 'gone'
    AND endpoint.events && ARRAY[told.kind, split_part(told.kind, '.', 1) || '.*', '*']::varchar[]
    -- What belongs to no channel is for those who ask for every channel.
    AND (endpoint.channels IS NULL OR told.channel = ANY (endpoint.channels))
    AND told.age_s <= endpoint.past_days::bigint * 86400
ORDER BY told.place, endpoint.id
ON CONFLICT (endpoint_id, event) DO NOTHING

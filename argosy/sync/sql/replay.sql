-- Let deliveries wait again that are done with: of one event, or of an endpoint and a span of time.
UPDATE sync_delivery AS delivery
SET state = 'waiting', attempt = 0, next_at = %(now)s, give_up_at = %(give_up_at)s,
    claimed_until = NULL, delivered_at = NULL, seen_at = NULL
FROM sync_endpoint AS endpoint
WHERE endpoint.id = delivery.endpoint_id
  AND endpoint.state <> 'gone'
  AND (delivery.state = 'dead' OR delivery.state = 'delivered' AND NOT %(only_dead)s)
  AND (%(endpoint)s::bigint IS NULL OR delivery.endpoint_id = %(endpoint)s::bigint)
  AND (%(event)s::text IS NULL OR delivery.event = %(event)s::text)
  AND (%(since)s::timestamptz IS NULL OR delivery.made_at >= %(since)s::timestamptz)
  AND (%(until)s::timestamptz IS NULL OR delivery.made_at < %(until)s::timestamptz)

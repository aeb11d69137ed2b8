-- Whether anything could be told now.
SELECT EXISTS (
    SELECT FROM sync_endpoint AS endpoint
    WHERE (endpoint.state = 'active' OR endpoint.state = 'broken' AND endpoint.probe_at <= %(now)s)
      AND EXISTS (
          SELECT FROM sync_delivery AS delivery
          WHERE delivery.endpoint_id = endpoint.id AND delivery.state = 'waiting'
            AND (delivery.next_at <= %(now)s OR endpoint.state = 'broken')
            AND (delivery.claimed_until IS NULL OR delivery.claimed_until <= %(now)s)
      )
)

-- Whatever could not be told in time is dead, and says so. What waits behind an earlier event of its
-- order has its time still before it, unless nobody answers at all; what is paused keeps its time.
UPDATE sync_delivery AS delivery
SET state = 'dead', outcome = CASE WHEN delivery.outcome = '' THEN 'expired' ELSE delivery.outcome END,
    claimed_until = NULL
FROM sync_endpoint AS endpoint
WHERE endpoint.id = delivery.endpoint_id
  AND endpoint.state IN ('active', 'broken')
  AND delivery.state = 'waiting'
  AND delivery.give_up_at <= %(now)s
  AND (delivery.attempt > 0 OR endpoint.opened_at <= %(silent_since)s)
  AND (delivery.claimed_until IS NULL OR delivery.claimed_until <= %(now)s)

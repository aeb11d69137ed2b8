-- Write down how a call ended, unless somebody else has called since. One row if it was ours to write.
UPDATE sync_delivery
SET state = %(state)s, claimed_until = NULL, next_at = %(next_at)s, status = %(status)s,
    outcome = %(outcome)s, took_ms = %(took_ms)s,
    delivered_at = CASE WHEN %(state)s = 'delivered' THEN %(now)s::timestamptz END
WHERE id = %(delivery)s AND attempt = %(attempt)s AND state = 'waiting'

-- Merge snapshots into orders, whatever the order they arrive in: what only one of them knows counts
-- (facts), and for the rest the winning snapshot speaks. Insert in key order: no deadlock between batches.
WITH merged AS (
    SELECT channel, external_id,
           min(entity) AS entity,
           min(placed_at) AS placed_at, min(paid_at) AS paid_at,
           min(shipped_at) AS shipped_at, min(cancelled_at) AS cancelled_at,
           min(promised_until) AS promised_until
    FROM incoming_order
    GROUP BY channel, external_id
), spoken AS (
    SELECT DISTINCT ON (channel, external_id)
           channel, external_id, kind, customer, currency, market, country_label,
           document, total_minor, refunded_minor, units, wins
    FROM incoming_order
    ORDER BY channel, external_id, wins DESC
)
INSERT INTO orders_order AS known
    (entity_id, channel_id, external_id, kind, customer_id, currency, market, country_label, document,
     placed_at, paid_at, shipped_at, cancelled_at, promised_until, withdrawn_at,
     total_minor, refunded_minor, units, recorded_at)
SELECT merged.entity, channel, external_id, spoken.kind, spoken.customer, spoken.currency, spoken.market,
       spoken.country_label, spoken.document,
       merged.placed_at, merged.paid_at, merged.shipped_at, merged.cancelled_at, merged.promised_until, NULL,
       spoken.total_minor, spoken.refunded_minor, spoken.units, %(now)s
FROM merged JOIN spoken USING (channel, external_id)
ORDER BY channel, external_id
ON CONFLICT (channel_id, external_id) DO UPDATE SET
    -- Of a withdrawn order nothing is known any more: it starts anew.
    placed_at = CASE WHEN known.withdrawn_at IS NULL THEN least(known.placed_at, excluded.placed_at)
                     ELSE excluded.placed_at END,
    paid_at = CASE WHEN known.withdrawn_at IS NULL THEN least(known.paid_at, excluded.paid_at)
                   ELSE excluded.paid_at END,
    shipped_at = CASE WHEN known.withdrawn_at IS NULL THEN least(known.shipped_at, excluded.shipped_at)
                      ELSE excluded.shipped_at END,
    cancelled_at = CASE WHEN known.withdrawn_at IS NULL THEN least(known.cancelled_at, excluded.cancelled_at)
                        ELSE excluded.cancelled_at END,
    promised_until = CASE WHEN known.withdrawn_at IS NULL
                          THEN coalesce(known.promised_until, excluded.promised_until)
                          ELSE excluded.promised_until END,
    withdrawn_at = NULL;

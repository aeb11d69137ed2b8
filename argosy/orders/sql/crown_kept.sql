-- An earlier snapshot speaks again: its lines were kept, its totals are given; what happened is what the
-- documents that still stand say.
UPDATE orders_order AS known
SET document = kept.document, units = kept.units, total_minor = kept.total_minor,
    refunded_minor = kept.refunded_minor, placed_at = coalesce(fact.placed_at, known.placed_at),
    paid_at = fact.paid_at, shipped_at = fact.shipped_at, cancelled_at = fact.cancelled_at,
    withdrawn_at = NULL
FROM (
    SELECT line.order_id, given.document, sum(line.quantity) AS units, given.total_minor, given.refunded_minor
    FROM unnest(%(documents)s::bigint[], %(totals)s::bigint[], %(refunds)s::bigint[])
         AS given (document, total_minor, refunded_minor)
    JOIN orders_line AS line ON line.document = given.document
    GROUP BY line.order_id, given.document, given.total_minor, given.refunded_minor
) AS kept
CROSS JOIN LATERAL (
    SELECT min(occurred_at) FILTER (WHERE fact.kind = 'placed') AS placed_at,
           min(occurred_at) FILTER (WHERE fact.kind = 'paid') AS paid_at,
           min(occurred_at) FILTER (WHERE fact.kind = 'shipped') AS shipped_at,
           min(occurred_at) FILTER (WHERE fact.kind = 'cancelled') AS cancelled_at
    FROM orders_fact AS fact
    JOIN evidence_document AS document ON document.id = fact.document AND document.state <> 'undone'
    WHERE fact.order_id = kept.order_id
) AS fact
WHERE known.id = kept.order_id;

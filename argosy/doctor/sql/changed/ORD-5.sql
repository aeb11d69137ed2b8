-- ORD-5 of these orders: what happened is the earliest that their documents state.
WITH stated AS (
    SELECT fact.order_id,
           min(fact.occurred_at) FILTER (WHERE fact.kind = 'placed') AS placed_at,
           min(fact.occurred_at) FILTER (WHERE fact.kind = 'paid') AS paid_at,
           min(fact.occurred_at) FILTER (WHERE fact.kind = 'shipped') AS shipped_at,
           min(fact.occurred_at) FILTER (WHERE fact.kind = 'cancelled') AS cancelled_at
    FROM orders_fact AS fact
    JOIN evidence_document AS document ON document.id = fact.document AND document.state <> 'undone'
    WHERE fact.order_id = ANY (%(orders)s::bigint[])
    GROUP BY fact.order_id
)
SELECT known.id AS "order", stated.placed_at IS DISTINCT FROM known.placed_at AS placed_differs,
       stated.paid_at IS DISTINCT FROM known.paid_at AS paid_differs,
       stated.shipped_at IS DISTINCT FROM known.shipped_at AS shipped_differs,
       stated.cancelled_at IS DISTINCT FROM known.cancelled_at AS cancelled_differs
FROM orders_order AS known
LEFT JOIN stated ON stated.order_id = known.id
WHERE known.id = ANY (%(orders)s::bigint[]) AND known.withdrawn_at IS NULL
  AND (stated.placed_at, stated.paid_at, stated.shipped_at, stated.cancelled_at)
      IS DISTINCT FROM (known.placed_at, known.paid_at, known.shipped_at, known.cancelled_at)

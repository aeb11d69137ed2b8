-- What each snapshot says happened, and when; with the number of this transaction, by which readers follow.
INSERT INTO orders_fact (order_id, document, kind, occurred_at, recorded_at, xact)
SELECT snapshot."order", snapshot.document, fact.kind, fact.occurred_at, %(now)s,
       book_number(pg_current_xact_id())
FROM incoming_order AS snapshot
CROSS JOIN LATERAL (VALUES
    ('placed', snapshot.placed_at), ('paid', snapshot.paid_at), ('changed', snapshot.changed_at),
    ('shipped', snapshot.shipped_at), ('cancelled', snapshot.cancelled_at),
    ('refunded', snapshot.refunded_at)
) AS fact (kind, occurred_at)
WHERE fact.occurred_at IS NOT NULL
ORDER BY snapshot."order", fact.occurred_at;

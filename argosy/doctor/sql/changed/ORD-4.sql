-- ORD-4 of these orders: total, refund and units are the sums of postings and lines.
WITH known AS MATERIALIZED (
    SELECT known.* FROM unnest(%(orders)s::bigint[]) AS given (id)
    JOIN orders_order AS known ON known.id = given.id AND known.withdrawn_at IS NULL
), posted AS (
    SELECT posting.document, sum(amount_minor) AS total, sum(amount_minor) FILTER (WHERE posting.kind = 'refund') AS refunded
    FROM known
    JOIN finance_posting AS posting ON posting.document = known.document
    WHERE posting.basis = 'stated'
    GROUP BY posting.document
), goods AS (
    SELECT line.document, sum(line.quantity) AS units
    FROM known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    GROUP BY line.document
), unearned AS (
    SELECT fact.document
    FROM known
    JOIN orders_fact AS fact ON fact.order_id = known.id AND fact.document = known.document
    GROUP BY fact.document
    HAVING bool_or(fact.kind = 'cancelled') AND NOT bool_or(fact.kind IN ('shipped', 'refunded'))
)
SELECT known.id AS "order", known.total_minor, coalesce(posted.total, 0) AS posted_minor,
       known.refunded_minor, coalesce(posted.refunded, 0) AS posted_refund_minor,
       known.units, coalesce(goods.units, 0) AS units_of_lines
FROM known
LEFT JOIN posted USING (document)
LEFT JOIN goods USING (document)
LEFT JOIN unearned USING (document)
WHERE coalesce(posted.total, 0) <> CASE WHEN unearned.document IS NULL THEN known.total_minor ELSE 0 END
   OR coalesce(posted.refunded, 0) <> known.refunded_minor
   OR coalesce(goods.units, 0) <> known.units

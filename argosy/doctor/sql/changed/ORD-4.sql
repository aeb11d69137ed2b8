-- ORD-4 of these orders: total, refund and units are the sums of postings and lines.
SELECT known.id AS "order", known.total_minor, coalesce(posted.total, 0) AS posted_minor,
       known.refunded_minor, coalesce(posted.refunded, 0) AS posted_refund_minor,
       known.units, coalesce(goods.units, 0) AS units_of_lines
FROM unnest(%(orders)s::bigint[]) AS given (id)
CROSS JOIN LATERAL (
    SELECT id, document, total_minor, refunded_minor, units FROM orders_order
    WHERE id = given.id AND withdrawn_at IS NULL OFFSET 0
) AS known
CROSS JOIN LATERAL (
    SELECT sum(amount_minor) AS total, sum(amount_minor) FILTER (WHERE kind = 'refund') AS refunded
    FROM finance_posting WHERE document = known.document AND basis = 'stated'
) AS posted
CROSS JOIN LATERAL (
    SELECT sum(quantity) AS units FROM orders_line WHERE order_id = known.id AND document = known.document
) AS goods
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(kind = 'cancelled') AND NOT bool_or(kind IN ('shipped', 'refunded')), false) AS is_unearned
    FROM orders_fact WHERE order_id = known.id AND document = known.document
) AS fact
WHERE coalesce(posted.total, 0) <> CASE WHEN fact.is_unearned THEN 0 ELSE known.total_minor END
   OR coalesce(posted.refunded, 0) <> known.refunded_minor
   OR coalesce(goods.units, 0) <> known.units

-- ORD-4 [error] An order's total, refund and units are the sums of its postings and its lines.
WITH posted AS (
    SELECT document,
           sum(amount_minor) AS total,
           sum(amount_minor) FILTER (WHERE kind = 'refund') AS refunded
    FROM finance_posting
    WHERE basis = 'stated'
    GROUP BY document
), goods AS (
    SELECT document, sum(quantity) AS units FROM orders_line GROUP BY document
), unearned AS (
    -- Cancelled before it was shipped and not refunded either: by what the speaking snapshot says.
    SELECT document FROM orders_fact
    GROUP BY document
    HAVING bool_or(kind = 'cancelled') AND NOT bool_or(kind IN ('shipped', 'refunded'))
)
SELECT known.id AS "order", known.total_minor, coalesce(posted.total, 0) AS posted_minor,
       known.refunded_minor, coalesce(posted.refunded, 0) AS posted_refund_minor,
       known.units, coalesce(goods.units, 0) AS units_of_lines
FROM orders_order AS known
LEFT JOIN posted USING (document)
LEFT JOIN goods USING (document)
LEFT JOIN unearned USING (document)
WHERE known.withdrawn_at IS NULL
  AND (coalesce(posted.total, 0) <> CASE WHEN unearned.document IS NULL THEN known.total_minor ELSE 0 END
       OR coalesce(posted.refunded, 0) <> known.refunded_minor
       OR coalesce(goods.units, 0) <> known.units)

-- ORD-4 [error] An order's total, refund and units are the sums of its postings and its lines.
WITH unearned AS MATERIALIZED (
    -- Cancelled before it was shipped and not refunded either: by what the speaking snapshot says.
    SELECT document FROM orders_fact
    WHERE document IN (SELECT document FROM orders_fact WHERE kind = 'cancelled')
    GROUP BY document
    HAVING NOT bool_or(kind IN ('shipped', 'refunded'))
), differing AS MATERIALIZED (
    -- What the orders say is laid under what it is summed from: joined, each side would be gone through once more.
    SELECT document, sum(posted) AS posted, sum(refunded) AS refunded, sum(units) AS units
    FROM (
        SELECT document, amount_minor AS posted, CASE kind WHEN 'refund' THEN amount_minor ELSE 0 END AS refunded,
               0 AS units, false AS is_order
        FROM finance_posting WHERE basis = 'stated'
        UNION ALL
        SELECT document, 0, 0, quantity, false FROM orders_line
        UNION ALL
        SELECT document, -total_minor, -refunded_minor, -units, true FROM orders_order WHERE withdrawn_at IS NULL
    ) AS all_sides
    GROUP BY document
    HAVING bool_or(is_order) AND (
        sum(posted) <> 0 OR sum(refunded) <> 0 OR sum(units) <> 0
        OR document IN (SELECT document FROM unearned)
    )
)
SELECT known.id AS "order", known.total_minor, known.total_minor + differing.posted AS posted_minor,
       known.refunded_minor, known.refunded_minor + differing.refunded AS posted_refund_minor,
       known.units, known.units + differing.units AS units_of_lines
FROM differing
JOIN orders_order AS known ON known.document = differing.document AND known.withdrawn_at IS NULL
LEFT JOIN unearned ON unearned.document = known.document
WHERE known.total_minor + differing.posted <> CASE WHEN unearned.document IS NULL THEN known.total_minor ELSE 0 END
   OR differing.refunded <> 0 OR differing.units <> 0

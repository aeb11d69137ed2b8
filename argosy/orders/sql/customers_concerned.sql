-- The customers whom these documents concern: those of their orders, and those of other orders that are
-- still matched with them, as if they had the same customer; of these, whoever has a credit at all.
WITH told AS MATERIALIZED (
    SELECT known.id, known.customer_id
    FROM evidence_document AS document
    JOIN orders_order AS known
      ON known.channel_id = document.channel AND known.external_id = document.external_id
    WHERE document.id = ANY (%(documents)s)
), matched AS (
    SELECT match.credit_line_id AS other_line
    FROM told JOIN orders_line AS line ON line.order_id = told.id
    JOIN orders_creditmatch AS match ON match.sale_line_id = line.id
    UNION
    SELECT match.sale_line_id
    FROM told JOIN orders_line AS line ON line.order_id = told.id
    JOIN orders_creditmatch AS match ON match.credit_line_id = line.id
), concerned AS MATERIALIZED (
    SELECT customer_id FROM told WHERE customer_id IS NOT NULL
    UNION
    SELECT other.customer_id
    FROM matched
    JOIN orders_line AS line ON line.id = matched.other_line
    JOIN orders_order AS other ON other.id = line.order_id
    WHERE other.customer_id IS NOT NULL
)
SELECT customer_id
FROM concerned
WHERE EXISTS (
    SELECT FROM orders_order AS credited
    JOIN orders_line AS line ON line.order_id = credited.id AND line.kind = 'merchandise_return'
    WHERE credited.customer_id = concerned.customer_id
);

-- LED-6 [critical] An order's revenue counts once, whether it or its payment came first.
-- Where the order is in the book, what a payout report states as sold is its payment; else it is a sale.
WITH last AS (
    SELECT DISTINCT ON (posting.document, posting.source_row, posting.part, posting.kind)
           posting.document, posting.kind, posting.reverses,
           EXISTS (
               SELECT FROM orders_order AS known
               WHERE known.channel_id = document.channel AND known.external_id = document.reference
                 AND known.withdrawn_at IS NULL
           ) AS is_payment
    FROM evidence_document AS document
    JOIN finance_posting AS posting ON posting.document = document.id
    WHERE document.kind = 'transaction' AND document.state = 'applied' AND document.reference <> ''
    ORDER BY posting.document, posting.source_row, posting.part, posting.kind, posting.revision DESC
)
SELECT document, bool_or(is_payment) AS order_is_known,
       count(*) FILTER (WHERE kind = 'sale') AS sales, count(*) FILTER (WHERE kind = 'settled') AS settled
FROM last
WHERE reverses IS NULL
GROUP BY document
HAVING CASE WHEN bool_or(is_payment) THEN bool_or(kind = 'sale') ELSE bool_or(kind = 'settled') END

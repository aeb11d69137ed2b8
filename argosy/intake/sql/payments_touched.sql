-- Payout documents that speak again or that speak of these documents' orders, and whether the order of
-- each is in the book.
SELECT payment.id, EXISTS (
    SELECT FROM orders_order AS known
    WHERE known.channel_id = payment.channel AND known.external_id = payment.reference
      AND known.withdrawn_at IS NULL
)
FROM evidence_document AS payment
WHERE payment.kind = 'transaction' AND payment.state = 'applied' AND payment.channel = %(channel)s
  AND payment.reference <> ''
  AND (payment.id = ANY (%(documents)s)
       OR payment.reference IN (SELECT external_id FROM evidence_document WHERE id = ANY (%(documents)s)))
ORDER BY payment.id;

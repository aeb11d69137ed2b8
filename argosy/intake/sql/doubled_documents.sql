-- An order's revenue counts once: where the order itself is in the book, the sale that a payout report
-- states is its payment, not another sale. Whichever of the two comes first.
SELECT DISTINCT payment.id
FROM evidence_document AS payment
JOIN orders_order AS known
  ON known.channel_id = payment.channel AND known.external_id = payment.reference
 AND known.withdrawn_at IS NULL
WHERE payment.kind = 'transaction' AND payment.state = 'applied' AND payment.channel = %(channel)s
  AND payment.reference <> ''
  AND (payment.id IN (SELECT document FROM incoming_document WHERE fate IN ('new', 'changed'))
       OR payment.reference IN (SELECT external_id FROM incoming_document WHERE fate IN ('new', 'changed')));

-- ORD-1 [critical] Every document that sells or credits has become an order; none is lost.
WITH orderless AS MATERIALIZED (
    SELECT document.id, document.channel, document.external_id
    FROM evidence_document AS document
    WHERE document.state = 'applied' AND document.kind IN ('order', 'credit', 'adjustment')
      AND NOT EXISTS (
          SELECT FROM orders_order AS known
          WHERE known.channel_id = document.channel AND known.external_id = document.external_id
            AND known.document = document.id AND known.withdrawn_at IS NULL
      )
)
SELECT DISTINCT orderless.id AS document, orderless.channel, orderless.external_id AS "order"
FROM orderless
JOIN finance_posting AS posting ON posting.document = orderless.id
WHERE posting.order_line IS NOT NULL
   OR posting.kind IN ('sale', 'shipping_income', 'gift_wrap', 'voucher')

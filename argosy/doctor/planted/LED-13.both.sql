-- A fee is estimated though its channel has stated it.
UPDATE finance_posting AS fee SET document = stated.document
FROM orders_order AS stated, orders_order AS other
WHERE stated.channel_id = %(live)s AND stated.external_id = 'L-8'
  AND other.channel_id = %(live)s AND other.external_id = 'L-9' AND fee.document = other.document
  AND fee.kind = 'platform_fee' AND fee.basis = 'computed'

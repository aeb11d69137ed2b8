-- Who is known already.
UPDATE incoming_customer AS incoming
SET customer = known.customer_id
FROM customers_identity AS known
WHERE known.channel = incoming.channel AND known.external_key = incoming.external_key
  AND incoming.customer IS NULL;

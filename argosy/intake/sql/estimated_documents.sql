-- The documents whose estimates this batch may change: those that speak now of orders that it brought, and
-- those of orders that its payments speak of.
SELECT known.document
FROM incoming_document AS incoming
JOIN orders_order AS known
  ON known.channel_id = incoming.channel
 AND known.external_id = CASE WHEN incoming.kind = 'transaction' THEN incoming.reference
                              ELSE incoming.external_id END
WHERE incoming.fate IN ('new', 'changed') AND known.withdrawn_at IS NULL
  AND (incoming.kind = 'order' OR (incoming.kind = 'transaction' AND incoming.reference <> ''));

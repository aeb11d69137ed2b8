-- A new snapshot of an order that was known before is a change, not a new order.
UPDATE incoming_document AS incoming
SET fate = 'changed'
FROM contested_document AS contested
WHERE contested.document = incoming.document AND incoming.fate = 'new'
  AND EXISTS (
      SELECT FROM contested_document AS other
      WHERE other.channel = contested.channel
        AND other.external_id = contested.external_id
        AND other.document NOT IN (SELECT document FROM incoming_document WHERE document IS NOT NULL)
  );

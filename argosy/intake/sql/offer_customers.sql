-- The buyers of what is fresh.
INSERT INTO incoming_customer (channel, external_key)
SELECT DISTINCT %(channel)s::bigint, left(document.customer, 128)
FROM batch_document AS document
JOIN incoming_document AS incoming USING (n)
WHERE incoming.fate IN ('new', 'changed') AND document.customer IS NOT NULL;

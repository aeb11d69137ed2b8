-- ORD-6 [critical] Of several snapshots of an order the latest speaks, and no other; the order follows it.
WITH ranked AS (
    SELECT id, channel, external_id, state,
           row_number() OVER (PARTITION BY channel, external_id ORDER BY as_of DESC, digest DESC) AS place
    FROM evidence_document
    WHERE state <> 'undone'
)
SELECT id AS document, channel, state AS found
FROM ranked
WHERE state <> CASE WHEN place = 1 THEN 'applied' ELSE 'overtaken' END
UNION ALL
SELECT known.document, known.channel_id, coalesce('order follows one ' || document.state, 'order follows none')
FROM orders_order AS known
LEFT JOIN evidence_document AS document
  ON document.id = known.document AND document.channel = known.channel_id
 AND document.external_id = known.external_id
WHERE document.id IS NULL
   OR document.state <> CASE WHEN known.withdrawn_at IS NULL THEN 'applied' ELSE 'undone' END

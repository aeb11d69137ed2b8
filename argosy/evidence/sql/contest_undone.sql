-- Among what is left of the orders that these documents spoke of, find who speaks now.
INSERT INTO contested_document (document, channel, external_id, wins)
SELECT id, channel, external_id,
       row_number() OVER (PARTITION BY channel, external_id ORDER BY as_of DESC, digest DESC) = 1
FROM evidence_document
WHERE state <> 'undone'
  AND (channel, external_id) IN (
      SELECT channel, external_id FROM evidence_document WHERE id = ANY (%(documents)s)
  );

-- Find the documents that speak of the same order, and which of them wins: the one that knows the
-- latest instant, ties by content. The answer does not depend on the order of arrival.
INSERT INTO contested_document (document, channel, external_id, wins)
SELECT id, channel, external_id,
       row_number() OVER (PARTITION BY channel, external_id ORDER BY as_of DESC, digest DESC) = 1
FROM evidence_document
WHERE state <> 'undone'
  AND (channel, external_id) IN (
      SELECT fresh.channel, fresh.external_id
      FROM incoming_document AS fresh
      WHERE fresh.fate = 'new'
        AND EXISTS (
            SELECT FROM evidence_document AS other
            WHERE other.channel = fresh.channel
              AND other.external_id = fresh.external_id
              AND other.id <> fresh.document
              AND other.state <> 'undone'
        )
  );

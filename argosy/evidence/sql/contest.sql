-- Find the documents that speak of the same order, and which of them wins: the one that knows the
-- latest instant, ties by content. The answer does not depend on the order of arrival.
INSERT INTO contested_document (document, channel, external_id, wins)
SELECT id, channel, external_id, place = 1
FROM (
    SELECT known.id, known.channel, known.external_id,
           count(*) OVER (PARTITION BY known.channel, known.external_id) AS told,
           row_number() OVER (
               PARTITION BY known.channel, known.external_id ORDER BY known.as_of DESC, known.digest DESC
           ) AS place
    FROM (SELECT DISTINCT channel, external_id FROM incoming_document WHERE fate = 'new') AS fresh
    JOIN evidence_document AS known
      ON known.channel = fresh.channel AND known.external_id = fresh.external_id AND known.state <> 'undone'
) AS spoken
WHERE told > 1;

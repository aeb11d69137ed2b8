-- Give up the documents that only this run brought; those that another standing run has seen too pass to
-- it. Answers the documents given up.
WITH rehomed AS (
    UPDATE evidence_document AS document
    SET run = (SELECT max(seen.run) FROM evidence_sighting AS seen
               WHERE seen.document_id = document.id AND seen.run <> %(run)s)
    WHERE document.run = %(run)s AND document.state <> 'undone'
      AND EXISTS (SELECT FROM evidence_sighting AS seen
                  WHERE seen.document_id = document.id AND seen.run <> %(run)s)
), unseen AS (
    DELETE FROM evidence_sighting WHERE run = %(run)s
)
UPDATE evidence_document AS document
SET state = 'undone'
WHERE document.run = %(run)s AND document.state <> 'undone'
  AND NOT EXISTS (SELECT FROM evidence_sighting AS seen
                  WHERE seen.document_id = document.id AND seen.run <> %(run)s)
RETURNING document.id;

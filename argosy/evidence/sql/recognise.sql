-- A document with the same content as one that stands is known: a second arrival is an answer.
UPDATE incoming_document AS incoming
SET document = known.id,
    fate = CASE WHEN known.run = incoming.run THEN 'again' ELSE 'known' END
FROM evidence_document AS known
WHERE known.channel = incoming.channel
  AND known.external_id = incoming.external_id
  AND known.digest = incoming.digest
  AND known.state <> 'undone'
  AND incoming.fate IS NULL;

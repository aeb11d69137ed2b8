-- Write down which snapshot speaks.
UPDATE evidence_document AS document
SET state = CASE WHEN contested.wins THEN 'applied' ELSE 'overtaken' END
FROM contested_document AS contested
WHERE contested.document = document.id
  AND document.state <> CASE WHEN contested.wins THEN 'applied' ELSE 'overtaken' END;

-- Numbers for so many documents.
SELECT ARRAY(SELECT nextval('evidence_document_id_seq') FROM generate_series(1, %(documents)s::int));

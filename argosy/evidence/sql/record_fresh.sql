-- Record documents of which nothing is known yet; their numbers were drawn before.
INSERT INTO evidence_document
    (id, channel, kind, external_id, digest, file_id, row_numbers, run, as_of, reference, state, received_at)
SELECT document, channel, kind, external_id, digest, file, row_numbers, run, as_of, '', 'applied', %(now)s
FROM incoming_document
ORDER BY document;

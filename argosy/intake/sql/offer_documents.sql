-- Every document of the batch, for evidence to say what it is.
INSERT INTO incoming_document
    (n, channel, kind, external_id, digest, file, row_numbers, run, as_of, reference)
SELECT n, %(channel)s, kind, left(external_id, 200), digest, %(file)s, row_numbers, %(run)s, as_of,
       coalesce(left(reference, 200), '')
FROM batch_document;

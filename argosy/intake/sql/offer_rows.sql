-- Each row of a list is a document of its own.
INSERT INTO incoming_document (n, channel, kind, external_id, digest, file, row_numbers, run, as_of)
SELECT given.n, %(channel)s, left(%(kind)s, 16), given.external_id, given.digest, %(file)s,
       ARRAY[given.row_no], %(run)s, %(as_of)s
FROM unnest(%(external_ids)s::text[], %(digests)s::bytea[], %(rows)s::int[]) WITH ORDINALITY
     AS given (external_id, digest, row_no, n);

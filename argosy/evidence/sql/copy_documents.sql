-- Documents given as values, with their numbers; the caller knows that they are new.
COPY incoming_document (n, channel, kind, external_id, digest, file, row_numbers, run, as_of, document, fate)
FROM STDIN;

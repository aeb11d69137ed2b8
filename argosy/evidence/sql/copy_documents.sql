-- Documents of which nothing is known yet; their numbers were drawn before.
COPY evidence_document (id, channel, kind, external_id, digest, file_id, row_numbers, run, as_of, reference,
    state, received_at)
FROM STDIN;

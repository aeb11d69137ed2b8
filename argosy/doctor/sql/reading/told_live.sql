-- What was told live in these files: the row of each document in its message, and the hash of what it said.
SELECT file.blob_id, document.id, document.row_numbers[1], document.digest
FROM evidence_file AS file
JOIN evidence_document AS document ON document.file_id = file.id
JOIN intake_run AS run ON run.id = document.run AND run.profile = 'live'
WHERE file.blob_id = ANY (%(blobs)s) AND file.name LIKE 'live-%%.jsonl'

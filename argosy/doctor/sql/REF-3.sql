-- REF-3 [critical] Everything that evidence and imports name exists: channel, import, file, document.
SELECT 'document' AS what, document.id,
       concat_ws(' ', CASE WHEN document.channel <> 0 AND channel.id IS NULL THEN 'channel' END,
                 CASE WHEN run.id IS NULL THEN 'import' END,
                 CASE WHEN file.id IS NULL THEN 'file' END) AS missing
FROM evidence_document AS document
LEFT JOIN channels_channel AS channel ON channel.id = document.channel
LEFT JOIN intake_run AS run ON run.id = document.run
LEFT JOIN evidence_file AS file ON file.id = document.file_id
WHERE (document.channel <> 0 AND channel.id IS NULL) OR run.id IS NULL OR file.id IS NULL
UNION ALL
SELECT 'sighting', sighting.id, concat_ws(' ', CASE WHEN document.id IS NULL THEN 'document' END,
                                          CASE WHEN run.id IS NULL THEN 'import' END)
FROM evidence_sighting AS sighting
LEFT JOIN evidence_document AS document ON document.id = sighting.document_id
LEFT JOIN intake_run AS run ON run.id = sighting.run
WHERE document.id IS NULL OR run.id IS NULL
UNION ALL
SELECT 'quarantined', held.id, concat_ws(' ', CASE WHEN held.channel <> 0 AND channel.id IS NULL THEN 'channel' END,
                                         CASE WHEN run.id IS NULL THEN 'import' END)
FROM evidence_quarantined AS held
LEFT JOIN channels_channel AS channel ON channel.id = held.channel
LEFT JOIN intake_run AS run ON run.id = held.run
WHERE (held.channel <> 0 AND channel.id IS NULL) OR run.id IS NULL
UNION ALL
SELECT 'import', run.id, 'file'
FROM intake_run AS run
LEFT JOIN evidence_file AS file ON file.id = run.file
WHERE file.id IS NULL

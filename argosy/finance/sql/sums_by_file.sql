-- What postings add up to by the file they were read from. Reversed pairs cancel out.
SELECT file.name AS key, posting.kind, coalesce(sum(posting.base_minor), 0)::bigint AS base_minor,
       sum(posting.units)::bigint AS units,
       sum(CASE WHEN posting.reverses IS NULL THEN 1 ELSE -1 END)::bigint AS postings,
       count(*) FILTER (WHERE posting.base_minor IS NULL) AS rateless
FROM finance_posting AS posting
JOIN evidence_document AS document ON document.id = posting.document
JOIN evidence_file AS file ON file.id = document.file_id
WHERE (%(since)s::date IS NULL OR posting.day >= %(since)s)
  AND (%(until)s::date IS NULL OR posting.day < %(until)s)
  AND (%(channels)s::bigint[] IS NULL OR posting.channel = ANY (%(channels)s))
  AND (%(entities)s::bigint[] IS NULL OR posting.entity = ANY (%(entities)s))
  AND (%(basis)s::text IS NULL OR posting.basis = %(basis)s)
GROUP BY 1, 2
ORDER BY 1, 2;

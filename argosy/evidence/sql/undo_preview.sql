-- How many documents undoing this run would take away, and how many another run holds too.
SELECT count(*) FILTER (WHERE NOT held), count(*) FILTER (WHERE held)
FROM (
    SELECT EXISTS (SELECT FROM evidence_sighting AS seen
                   WHERE seen.document_id = document.id AND seen.run <> %(run)s) AS held
    FROM evidence_document AS document
    WHERE document.run = %(run)s AND document.state <> 'undone'
) AS document;

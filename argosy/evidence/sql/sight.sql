-- A known document was seen again by another run: it outlives the undoing of the first.
INSERT INTO evidence_sighting (document_id, run, seen_at)
SELECT DISTINCT document, run, %(now)s::timestamptz
FROM incoming_document
WHERE fate = 'known'
ON CONFLICT DO NOTHING;

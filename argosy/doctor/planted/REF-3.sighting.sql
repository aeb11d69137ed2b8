-- A document that does not exist was seen again.
INSERT INTO evidence_sighting (document_id, run, seen_at) VALUES (0, %(run)s, %(now)s)

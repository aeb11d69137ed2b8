-- What is known already needs nothing more.
DELETE FROM batch_line AS line
USING incoming_document AS incoming
WHERE incoming.n = line.n AND incoming.fate NOT IN ('new', 'changed');

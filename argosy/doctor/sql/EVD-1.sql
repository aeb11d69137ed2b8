-- EVD-1 [critical] Every posting, line and move points at rows that its document was read from.
-- Postings and moves of lines say what their line says: LED-9 and REF-2. What was told live lies in one row of
-- its evidence; its lines are numbered within it.
WITH pointing AS (
    SELECT 'line' AS what, document, source_row, id FROM orders_line
    UNION ALL
    SELECT 'posting', document, source_row, id FROM finance_posting WHERE order_line IS NULL
    UNION ALL
    SELECT 'move', document, source_row, id FROM inventory_move
    WHERE holder IS NULL AND document IS NOT NULL AND source_row IS NOT NULL
)
SELECT what, id, document, source_row
FROM pointing
WHERE NOT EXISTS (
    SELECT
    FROM (SELECT id AS document, unnest(row_numbers) AS source_row FROM evidence_document) AS row_of
    WHERE row_of.document = pointing.document AND row_of.source_row = pointing.source_row
)
  AND NOT EXISTS (
      SELECT
      FROM evidence_document AS document
      JOIN intake_run AS run ON run.id = document.run AND run.profile = 'live'
      WHERE document.id = pointing.document AND pointing.source_row > 0
  )

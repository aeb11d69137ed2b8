-- LED-9 [critical] A line of goods and its posting say the same: document, row, units, amount.
SELECT posting.id AS posting, posting.order_line AS line, posting.document
FROM finance_posting AS posting
LEFT JOIN orders_line AS line ON line.id = posting.order_line
WHERE posting.order_line IS NOT NULL
  AND ((line.document, line.source_row) IS DISTINCT FROM (posting.document, posting.source_row)
       OR (posting.kind IN ('sale', 'refund')
           AND (line.quantity, line.amount_minor) IS DISTINCT FROM (
               CASE WHEN posting.reverses IS NULL THEN posting.units ELSE -posting.units END,
               CASE WHEN posting.reverses IS NULL THEN posting.amount_minor ELSE -posting.amount_minor END)))

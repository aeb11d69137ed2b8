-- The payment of an order that is in the book counts as a sale as well.
DELETE FROM finance_posting
WHERE channel = %(channel)s AND kind = 'sale' AND reverses IS NOT NULL
  AND document IN (SELECT id FROM evidence_document WHERE external_id = 'T-1' AND channel = %(channel)s)

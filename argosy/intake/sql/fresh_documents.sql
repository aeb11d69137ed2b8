-- The documents that this batch brought.
SELECT document FROM incoming_document WHERE fate IN ('new', 'changed') ORDER BY document;

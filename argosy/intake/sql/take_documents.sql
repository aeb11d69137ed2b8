-- The next documents of the file.
INSERT INTO batch_document
SELECT n, external_id, kind, digest, row_numbers, as_of, occurred_at, placed_at, paid_at, changed_at,
       shipped_at, cancelled_at, customer, country, market, currency, reference, recipient
FROM stage_document
WHERE n BETWEEN %(first)s AND %(last)s;

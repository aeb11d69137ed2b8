-- A document's rows are not those that its lines came from.
UPDATE evidence_document SET row_numbers = ARRAY[999] WHERE channel = %(channel)s AND external_id = 'O-1'

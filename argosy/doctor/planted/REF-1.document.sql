-- A posting names a document that does not exist.
UPDATE finance_posting SET document = -document WHERE channel = %(channel)s AND kind = 'sale' AND revision = 0
  AND order_line IS NOT NULL

-- A posting names a entity that does not exist.
UPDATE finance_posting SET entity = 0 WHERE channel = %(channel)s AND kind = 'sale' AND revision = 0
  AND order_line IS NOT NULL

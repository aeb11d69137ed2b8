-- A posting names a listing that does not exist.
UPDATE finance_posting SET listing = 0 WHERE channel = %(channel)s AND kind = 'sale' AND revision = 0
  AND order_line IS NOT NULL

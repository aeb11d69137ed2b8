-- A posting names a channel that does not exist.
UPDATE finance_posting SET channel = 0 WHERE channel = %(channel)s AND kind = 'sale' AND revision = 0
  AND order_line IS NOT NULL

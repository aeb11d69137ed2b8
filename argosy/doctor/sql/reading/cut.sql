-- The transaction up to which so many facts were written since another; none where there are fewer.
SELECT xact FROM orders_fact WHERE xact >= %(since)s ORDER BY xact, id OFFSET %(most)s LIMIT 1

-- A buyer is known by the name of a channel that does not exist.
UPDATE customers_identity SET channel = 0 WHERE channel = %(channel)s

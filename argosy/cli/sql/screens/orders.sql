-- How many orders the book has.
SELECT count(*) FROM orders_order

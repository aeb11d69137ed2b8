-- Orders that transactions from one on, and before another, have touched: by their facts, in the rows of open
-- orders, in what is promised to them. Which transaction wrote a row PostgreSQL keeps with it.
WITH span AS MATERIALIZED (
    SELECT age(book_xid(%(since)s)) AS oldest,
           age(book_xid(%(until)s)) AS newest
), holder AS MATERIALIZED (
    SELECT holder FROM inventory_reservation AS promise
    WHERE age(promise.xmin) <= (SELECT oldest FROM span) AND age(promise.xmin) > (SELECT newest FROM span)
    UNION
    SELECT holder FROM inventory_backorder AS promise
    WHERE age(promise.xmin) <= (SELECT oldest FROM span) AND age(promise.xmin) > (SELECT newest FROM span)
)
SELECT order_id FROM orders_fact WHERE xact >= %(since)s AND xact < %(until)s
UNION
SELECT known.id
FROM orders_order AS known
WHERE known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
  AND known.withdrawn_at IS NULL
  AND age(known.xmin) <= (SELECT oldest FROM span) AND age(known.xmin) > (SELECT newest FROM span)
UNION
SELECT substr(holder, 7)::bigint FROM holder WHERE holder ~ '^order:[0-9]{1,18}$'

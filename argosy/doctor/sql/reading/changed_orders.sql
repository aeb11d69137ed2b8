-- Orders that transactions from one on, and before another, have touched: by their facts, in the rows of open
-- orders, in what is promised to them. Which transaction wrote a row PostgreSQL keeps with it.
WITH span AS (
    SELECT age((%(since)s::bigint %% 4294967296)::text::xid) AS oldest,
           age((%(until)s::bigint %% 4294967296)::text::xid) AS newest
), holder AS (
    SELECT holder FROM inventory_reservation, span
    WHERE age(inventory_reservation.xmin) <= span.oldest AND age(inventory_reservation.xmin) > span.newest
    UNION
    SELECT holder FROM inventory_backorder, span
    WHERE age(inventory_backorder.xmin) <= span.oldest AND age(inventory_backorder.xmin) > span.newest
)
SELECT order_id FROM orders_fact WHERE xact >= %(since)s AND xact < %(until)s
UNION
SELECT known.id
FROM orders_order AS known, span
WHERE known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
  AND known.withdrawn_at IS NULL AND age(known.xmin) <= span.oldest AND age(known.xmin) > span.newest
UNION
SELECT substr(holder, 7)::bigint FROM holder WHERE holder ~ '^order:[0-9]{1,18}$'

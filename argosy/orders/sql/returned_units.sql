-- How many units of each line came back already, as people noted it.
SELECT (line.key)::bigint, sum((line.value)::int)::int
FROM orders_fact AS fact
CROSS JOIN LATERAL jsonb_each_text(fact.detail -> 'lines') AS line
WHERE fact.order_id = %(order)s AND fact.kind = 'returned'
GROUP BY line.key;

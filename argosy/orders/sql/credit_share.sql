-- How many credited lines and units found the sale that they undo, of all that stand.
SELECT count(*), count(*) FILTER (WHERE matched.units > 0),
       coalesce(sum(-line.quantity), 0)::bigint, coalesce(sum(matched.units), 0)::bigint
FROM orders_order AS known
JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
LEFT JOIN (
    SELECT credit_line_id, sum(quantity) AS units FROM orders_creditmatch GROUP BY credit_line_id
) AS matched ON matched.credit_line_id = line.id
WHERE line.kind = 'merchandise_return' AND known.withdrawn_at IS NULL;

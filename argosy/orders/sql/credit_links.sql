-- What each line of an order undoes, or is undone by: the other line's order, its number and units.
SELECT linked.line_id, linked.undoes, other_order.id, other_order.external_id, linked.quantity
FROM (
    SELECT credit_line_id AS line_id, sale_line_id AS other_id, true AS undoes, quantity
    FROM orders_creditmatch WHERE credit_line_id = ANY(%(lines)s::bigint[])
    UNION ALL
    SELECT sale_line_id, credit_line_id, false, quantity
    FROM orders_creditmatch WHERE sale_line_id = ANY(%(lines)s::bigint[])
) AS linked
JOIN orders_line AS other_line ON other_line.id = linked.other_id
JOIN orders_order AS other_order ON other_order.id = other_line.order_id
ORDER BY linked.line_id, other_order.placed_at, other_order.id;

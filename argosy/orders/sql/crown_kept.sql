-- An earlier snapshot speaks again: its lines were kept, its totals are their sum and that of its charges.
UPDATE orders_order AS known
SET document = kept.document, units = kept.units
FROM (
    SELECT line.order_id, line.document,
           sum(line.quantity) AS units
    FROM orders_line AS line
    WHERE line.document = ANY (%(documents)s)
    GROUP BY line.order_id, line.document
) AS kept
WHERE known.id = kept.order_id AND known.document <> kept.document;

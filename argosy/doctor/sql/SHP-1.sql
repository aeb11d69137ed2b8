-- SHP-1 [critical] No line ships more than was ordered, none for an order cancelled before; shipments add up.
WITH packed AS (
    SELECT line.line_id, sum(line.quantity) FILTER (WHERE shipment.state <> 'cancelled') AS allotted,
           sum(line.quantity) FILTER (WHERE shipment.state = 'shipped') AS shipped
    FROM fulfilment_shipmentline AS line
    JOIN fulfilment_shipment AS shipment ON shipment.id = line.shipment_id
    GROUP BY line.line_id
), counted AS (
    SELECT coalesce(allotment.line_id, packed.line_id) AS line, allotment.ordered, allotment.earlier,
           allotment.allotted AS allotted_counter, allotment.shipped AS shipped_counter,
           coalesce(packed.allotted, 0) AS allotted, coalesce(packed.shipped, 0) AS shipped
    FROM fulfilment_allotment AS allotment
    FULL JOIN packed ON packed.line_id = allotment.line_id
)
SELECT line.order_id AS "order", counted.line, NULL::bigint AS shipment, line.quantity AS ordered, counted.shipped
FROM counted
LEFT JOIN orders_line AS line ON line.id = counted.line
WHERE line.id IS NULL OR counted.shipped + coalesce(counted.earlier, 0) > line.quantity
   OR counted.ordered IS DISTINCT FROM line.quantity
   OR counted.allotted_counter IS DISTINCT FROM counted.allotted
   OR counted.shipped_counter IS DISTINCT FROM counted.shipped
UNION ALL
SELECT shipment.order_id, NULL, shipment.id, NULL, NULL
FROM fulfilment_shipment AS shipment
JOIN orders_order AS known ON known.id = shipment.order_id
WHERE shipment.state = 'shipped' AND known.cancelled_at IS NOT NULL
  AND EXISTS (
      SELECT FROM orders_fact AS fact
      WHERE fact.order_id = known.id AND fact.kind = 'cancelled' AND fact.recorded_at < shipment.recorded_at
  )

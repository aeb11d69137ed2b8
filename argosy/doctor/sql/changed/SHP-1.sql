-- SHP-1 of these orders: no line ships more than was ordered, none for an order cancelled before.
WITH line AS MATERIALIZED (
    SELECT line.id, line.order_id, line.quantity
    FROM unnest(%(orders)s::bigint[]) AS given (id)
    JOIN orders_line AS line ON line.order_id = given.id
), packed AS (
    SELECT packed.line_id, sum(packed.quantity) FILTER (WHERE shipment.state <> 'cancelled') AS allotted,
           sum(packed.quantity) FILTER (WHERE shipment.state = 'shipped') AS shipped
    FROM line
    JOIN fulfilment_shipmentline AS packed ON packed.line_id = line.id
    JOIN fulfilment_shipment AS shipment ON shipment.id = packed.shipment_id
    GROUP BY packed.line_id
)
SELECT line.order_id AS "order", line.id AS line, NULL::bigint AS shipment, line.quantity AS ordered, packed.shipped
FROM line
LEFT JOIN packed ON packed.line_id = line.id
LEFT JOIN fulfilment_allotment AS allotment ON allotment.line_id = line.id
WHERE (packed.line_id IS NOT NULL OR allotment.id IS NOT NULL)
  AND (coalesce(packed.shipped, 0) + coalesce(allotment.earlier, 0) > line.quantity
       OR allotment.ordered IS DISTINCT FROM line.quantity
       OR allotment.allotted IS DISTINCT FROM coalesce(packed.allotted, 0)
       OR allotment.shipped IS DISTINCT FROM coalesce(packed.shipped, 0))
UNION ALL
SELECT shipment.order_id, NULL, shipment.id, NULL, NULL
FROM fulfilment_shipment AS shipment
JOIN orders_order AS known ON known.id = shipment.order_id
WHERE shipment.order_id = ANY (%(orders)s::bigint[]) AND shipment.state = 'shipped' AND known.cancelled_at IS NOT NULL
  AND EXISTS (
      SELECT FROM orders_fact AS fact
      WHERE fact.order_id = known.id AND fact.kind = 'cancelled' AND fact.recorded_at < shipment.recorded_at
  )

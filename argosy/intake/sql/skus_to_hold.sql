-- Every SKU whose level this batch may change in any of its steps: what it ships, what it promises, what its
-- orders hold or are owed. To be locked at once: locks taken in two goes have no order.
SELECT sku FROM incoming_move
UNION
SELECT sku FROM incoming_promise
UNION
SELECT reservation.sku_id
FROM unnest(%(orders)s::bigint[]) AS given (id)
JOIN inventory_reservation AS reservation
  ON reservation.holder = 'order:' || given.id AND reservation.state = 'active'
UNION
SELECT coalesce(component.sku_id, line.sku_id)
FROM orders_line AS line
LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
WHERE line.order_id = ANY (%(orders)s) AND line.sku_id IS NOT NULL;

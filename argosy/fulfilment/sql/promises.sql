-- Where an order's units are promised now: held there, or owed there. What is in shipments is left out.
SELECT promise.place_id, promise.sku_id, sum(promise.held)::int AS held, sum(promise.owed)::int AS owed
FROM (
    SELECT place_id, sku_id, quantity AS held, 0 AS owed
    FROM inventory_reservation WHERE holder = %(holder)s AND state = 'active'
    UNION ALL
    SELECT place_id, sku_id, 0, quantity
    FROM inventory_backorder WHERE holder = %(holder)s AND state = 'open'
    UNION ALL
    SELECT shipment.place_id, coalesce(component.sku_id, line.sku_id),
           -packed.quantity * coalesce(component.quantity, 1), 0
    FROM fulfilment_shipment AS shipment
    JOIN fulfilment_shipmentline AS packed ON packed.shipment_id = shipment.id
    JOIN orders_line AS line ON line.id = packed.line_id
    LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
    WHERE shipment.order_id = %(order)s AND shipment.state IN ('planned', 'packed')
) AS promise
GROUP BY promise.place_id, promise.sku_id
ORDER BY promise.place_id, promise.sku_id;

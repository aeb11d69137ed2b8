-- What each place can give an order: what is free there, and what is held there for it and not in a shipment.
SELECT level.place_id, level.sku_id,
       (level.on_hand - level.reserved - level.leased + coalesce(held.quantity, 0) - coalesce(planned.quantity, 0))
       AS units
FROM inventory_level AS level
LEFT JOIN (
    SELECT place_id, sku_id, sum(quantity) AS quantity
    FROM inventory_reservation
    WHERE holder = %(holder)s AND state = 'active'
    GROUP BY place_id, sku_id
) AS held ON held.place_id = level.place_id AND held.sku_id = level.sku_id
LEFT JOIN (
    SELECT shipment.place_id, coalesce(component.sku_id, line.sku_id) AS sku_id,
           sum(packed.quantity * coalesce(component.quantity, 1)) AS quantity
    FROM fulfilment_shipment AS shipment
    JOIN fulfilment_shipmentline AS packed ON packed.shipment_id = shipment.id
    JOIN orders_line AS line ON line.id = packed.line_id
    LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
    WHERE shipment.order_id = %(order)s AND shipment.state IN ('planned', 'packed')
    GROUP BY shipment.place_id, coalesce(component.sku_id, line.sku_id)
) AS planned ON planned.place_id = level.place_id AND planned.sku_id = level.sku_id
WHERE level.sku_id = ANY (%(skus)s) AND level.place_id = ANY (%(places)s);

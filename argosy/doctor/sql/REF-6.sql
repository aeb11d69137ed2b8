-- REF-6 [critical] Everything that promises, shipments and what is told to others name exists.
WITH promise AS (
    SELECT 'reservation' AS what, id, holder, sku_id, place_id, entity_id, state = 'active' AS stands
    FROM inventory_reservation
    UNION ALL
    SELECT 'backorder', id, holder, sku_id, place_id, entity_id, state = 'open' FROM inventory_backorder
), named AS (
    SELECT what, id, 'sku' AS missing FROM promise WHERE sku_id NOT IN (SELECT id FROM catalogue_sku)
    UNION ALL
    SELECT what, id, 'place' FROM promise WHERE place_id NOT IN (SELECT id FROM inventory_place)
    UNION ALL
    SELECT what, id, 'entity' FROM promise WHERE entity_id NOT IN (SELECT id FROM company_entity)
    UNION ALL
    SELECT what, id, 'order' FROM promise
    WHERE stands AND holder LIKE 'order:%%'
      AND NOT EXISTS (SELECT FROM orders_order AS known WHERE 'order:' || known.id = promise.holder)
    UNION ALL
    SELECT 'lease', id, 'listing' FROM inventory_lease AS lease
    WHERE state = 'open' AND claimant LIKE 'listing:%%'
      AND NOT EXISTS (SELECT FROM channels_listing AS listing WHERE 'listing:' || listing.id = lease.claimant)
    UNION ALL
    SELECT 'shipment', shipment.id, 'order' FROM fulfilment_shipment AS shipment
    WHERE NOT EXISTS (SELECT FROM orders_order AS known WHERE known.id = shipment.order_id)
    UNION ALL
    SELECT 'shipment', shipment.id, 'document' FROM fulfilment_shipment AS shipment
    WHERE NOT EXISTS (SELECT FROM evidence_document AS document WHERE document.id = shipment.document)
    UNION ALL
    SELECT 'line of shipment', packed.id, 'line'
    FROM fulfilment_shipmentline AS packed
    JOIN fulfilment_shipment AS shipment ON shipment.id = packed.shipment_id
    WHERE NOT EXISTS (SELECT FROM orders_line AS line
                      WHERE line.id = packed.line_id AND line.order_id = shipment.order_id)
    UNION ALL
    SELECT 'allotment', allotment.id, 'line' FROM fulfilment_allotment AS allotment
    WHERE NOT EXISTS (SELECT FROM orders_line AS line WHERE line.id = allotment.line_id)
    UNION ALL
    SELECT 'route', route.id, 'order' FROM fulfilment_route AS route
    WHERE NOT EXISTS (SELECT FROM orders_order AS known WHERE known.id = route.order_id)
    UNION ALL
    SELECT 'delivery', delivery.id, 'order' FROM sync_delivery AS delivery
    WHERE delivery.state = 'waiting' AND delivery.aggregate LIKE 'order:%%'
      AND NOT EXISTS (SELECT FROM orders_order AS known WHERE 'order:' || known.id = delivery.aggregate)
    UNION ALL
    SELECT 'webhook', endpoint.id, 'channel' FROM sync_endpoint AS endpoint, unnest(endpoint.channels) AS given (channel)
    WHERE endpoint.state <> 'gone' AND given.channel NOT IN (SELECT id FROM channels_channel)
    UNION ALL
    SELECT 'key', key.id, 'channel' FROM identity_apikey AS key, unnest(key.channels) AS given (channel)
    WHERE key.revoked_at IS NULL AND given.channel NOT IN (SELECT id FROM channels_channel)
    UNION ALL
    SELECT 'push', push.listing, 'listing' FROM sync_push AS push
    WHERE NOT EXISTS (SELECT FROM channels_listing AS listing
                      WHERE listing.id = push.listing AND listing.channel_id = push.channel)
    UNION ALL
    SELECT 'told stock', told.sku, 'sku' FROM sync_toldstock AS told
    WHERE told.sku NOT IN (SELECT id FROM catalogue_sku)
)
SELECT what, id, string_agg(missing, ' ' ORDER BY missing) AS missing
FROM named
GROUP BY what, id

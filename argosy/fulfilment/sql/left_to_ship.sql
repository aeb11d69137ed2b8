-- What is left to ship of these orders, line by line: what was ordered, less what is in shipments, less
-- what left under an earlier word on the order, whose lines were others.
WITH counting AS (
    SELECT line.id, line.order_id, line.source_row, line.sku_id, line.listing_id, line.quantity
    FROM orders_order AS known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    WHERE known.id = ANY (%(orders)s) AND line.kind IN ('merchandise', 'free_goods') AND line.quantity > 0
), gone AS (
    SELECT line.order_id, line.sku_id, sum(allotment.shipped) AS units
    FROM orders_order AS known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document <> known.document
    JOIN fulfilment_allotment AS allotment ON allotment.line_id = line.id AND allotment.shipped > 0
    WHERE known.id = ANY (%(orders)s)
    GROUP BY line.order_id, line.sku_id
), told AS (
    SELECT counting.*, coalesce(gone.units, 0) AS units,
           sum(counting.quantity) OVER (
               PARTITION BY counting.order_id, counting.sku_id ORDER BY counting.source_row, counting.id
           ) AS upto
    FROM counting
    LEFT JOIN gone ON gone.order_id = counting.order_id AND gone.sku_id = counting.sku_id
)
SELECT told.id, told.order_id, told.source_row, told.sku_id, told.quantity,
       greatest(0, least(told.quantity, told.units - (told.upto - told.quantity)))::int AS earlier,
       coalesce(allotment.allotted, 0) AS allotted, coalesce(allotment.shipped, 0) AS shipped,
       coalesce(sku.code, listing.platform_sku, '') AS code,
       coalesce(nullif(sku.title, ''), listing.title, '') AS title, coalesce(sku.barcode, '') AS barcode
FROM told
LEFT JOIN fulfilment_allotment AS allotment ON allotment.line_id = told.id
LEFT JOIN catalogue_sku AS sku ON sku.id = told.sku_id
LEFT JOIN channels_listing AS listing ON listing.id = told.listing_id
ORDER BY told.order_id, told.source_row, told.id;

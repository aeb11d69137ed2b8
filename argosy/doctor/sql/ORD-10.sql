-- ORD-10 [error] A line is of the SKU that its listing is mapped to, and both are of the order's channel.
SELECT line.id AS line, line.order_id AS "order", line.listing_id AS listing, line.sku_id AS sku
FROM orders_line AS line
JOIN channels_listing AS listing ON listing.id = line.listing_id
JOIN orders_order AS known ON known.id = line.order_id
WHERE line.sku_id IS DISTINCT FROM listing.sku_id OR listing.channel_id <> known.channel_id

-- The lines of an order that count, as their document states them.
SELECT line.id, line.source_row, line.kind, listing.platform_sku, line.sku_id, line.quantity, line.unit_price,
       line.amount_minor, line.occurred_at
FROM orders_order AS known
JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
LEFT JOIN channels_listing AS listing ON listing.id = line.listing_id
WHERE known.id = %(order)s
ORDER BY line.source_row, line.id;

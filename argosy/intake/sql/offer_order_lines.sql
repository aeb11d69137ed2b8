-- Their lines of goods. An amount without units (a tax taken out of the price) is no line of its own.
INSERT INTO incoming_order_line
    (document, source_row, part, kind, listing, sku, quantity, unit_price, amount_minor, occurred_at)
SELECT incoming.document, line.row_no, line.part, line.line_class, listing.listing, listing.sku,
       coalesce(line.quantity, 0), coalesce(line.unit_price, 0), line.amount_minor, line.occurred_at
FROM batch_line AS line
JOIN line_class AS class ON class.key = line.line_class AND class.goods
JOIN incoming_document AS incoming USING (n)
JOIN incoming_order AS snapshot ON snapshot.document = incoming.document
LEFT JOIN incoming_listing AS listing ON listing.platform_sku = left(line.sku, 120)
WHERE line.quantity IS NOT NULL
ORDER BY line.n, line.row_no, line.part;

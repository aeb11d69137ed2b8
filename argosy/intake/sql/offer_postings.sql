-- Every amount that is not nothing becomes a posting that points at its row. What was ordered but
-- cancelled before it was shipped and not refunded either was never earned.
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, day, document, source_row, part, occurred_at)
SELECT %(entity)s, %(channel)s, %(mode)s,
       left(coalesce(line.market, line.country, document.market, document.country, %(home)s), 40),
       listing.listing, listing.sku, order_line.id, class.kind, class.layer, 'stated',
       'actual',
       CASE WHEN class.goods THEN coalesce(line.quantity, 0) ELSE 0 END,
       line.amount_minor, line.currency, %(base)s,
       (line.occurred_at AT TIME ZONE %(zone)s)::date,
       incoming.document, line.row_no, line.part, line.occurred_at
FROM batch_line AS line
JOIN line_class AS class ON class.key = line.line_class AND class.kind IS NOT NULL
JOIN batch_document AS document USING (n)
JOIN incoming_document AS incoming USING (n)
LEFT JOIN incoming_listing AS listing ON listing.platform_sku = left(line.sku, 120)
LEFT JOIN incoming_order_line AS order_line
  ON order_line.document = incoming.document AND order_line.source_row = line.row_no
 AND order_line.part = line.part
LEFT JOIN incoming_order AS snapshot ON snapshot.document = incoming.document
WHERE line.amount_minor <> 0
  AND NOT (snapshot.document IS NOT NULL AND snapshot.cancelled_at IS NOT NULL
           AND snapshot.shipped_at IS NULL AND snapshot.refunded_minor = 0);

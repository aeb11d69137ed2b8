-- Every snapshot's lines are kept; they count while theirs is the order's document.
INSERT INTO orders_line
    (id, order_id, document, source_row, kind, listing_id, sku_id, quantity, unit_price, amount_minor, occurred_at)
SELECT line.id, snapshot."order", line.document, line.source_row, line.kind, line.listing, line.sku,
       line.quantity, line.unit_price, line.amount_minor, line.occurred_at
FROM incoming_order_line AS line
JOIN incoming_order AS snapshot USING (document)
ORDER BY line.id;

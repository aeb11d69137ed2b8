-- Their lines of goods, with their numbers.
COPY incoming_order_line (id, document, source_row, part, kind, listing, sku, quantity, unit_price,
    amount_minor, occurred_at)
FROM STDIN;

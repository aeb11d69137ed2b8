-- Their lines of goods; their numbers were drawn before.
COPY orders_line (id, order_id, document, source_row, kind, listing_id, sku_id, quantity, unit_price,
    amount_minor, occurred_at)
FROM STDIN;

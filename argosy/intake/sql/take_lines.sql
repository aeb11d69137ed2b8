-- Their lines.
INSERT INTO batch_line
SELECT n, row_no, part, line_class, sku, title, quantity, unit_price, amount_minor, currency, country, market,
       occurred_at
FROM stage_line
WHERE n BETWEEN %(first)s AND %(last)s;

-- What was sold or moved, by the platform's own SKU; its title as the latest line of goods states it.
INSERT INTO incoming_listing (channel, platform_sku, title, as_of)
SELECT DISTINCT ON (left(line.sku, 120))
       %(channel)s::bigint, left(line.sku, 120),
       CASE WHEN line.line_class = 'merchandise' THEN coalesce(left(line.title, 300), '') ELSE '' END,
       line.occurred_at
FROM batch_line AS line
JOIN line_class AS class ON class.key = line.line_class
WHERE line.sku IS NOT NULL AND (class.goods OR class.stock IS NOT NULL)
ORDER BY left(line.sku, 120),
         (line.line_class = 'merchandise' AND coalesce(line.title, '') <> '') DESC,
         line.occurred_at DESC, line.title COLLATE "C" DESC;

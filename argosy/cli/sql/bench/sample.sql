-- Some of what pages can be asked about, the same whenever the book is the same. Unknown to no page.
(SELECT 'order' AS of, id::text AS value FROM orders_order ORDER BY md5(external_id) LIMIT 100)
UNION ALL (SELECT 'number', left(external_id, 4) FROM orders_order ORDER BY md5(external_id) LIMIT 100)
UNION ALL (
    SELECT 'customer', customer_id::text FROM orders_order
    WHERE customer_id IS NOT NULL ORDER BY md5(external_id) LIMIT 100
)
UNION ALL (SELECT 'document', document::text FROM orders_order ORDER BY md5(external_id) LIMIT 100)
UNION ALL (SELECT 'sku', id::text FROM catalogue_sku ORDER BY md5(code) LIMIT 100)
UNION ALL (SELECT 'code', code FROM catalogue_sku ORDER BY md5(code) LIMIT 100)
UNION ALL (SELECT 'word', left(title, 5) FROM catalogue_sku WHERE title <> '' ORDER BY md5(code) LIMIT 50)
UNION ALL (SELECT 'market', market FROM finance_dailytotal GROUP BY market ORDER BY market)
UNION ALL (SELECT 'kind', kind FROM finance_dailytotal GROUP BY kind ORDER BY kind)
UNION ALL (SELECT 'month', to_char(day, 'YYYY-MM') FROM finance_dailytotal GROUP BY 2 ORDER BY 2)
UNION ALL (SELECT 'reason', reason FROM (SELECT DISTINCT reason FROM inventory_move) AS known)
UNION ALL (SELECT 'run', id::text FROM intake_run ORDER BY id LIMIT 20)
UNION ALL (SELECT 'channel', key FROM channels_channel ORDER BY key LIMIT 20);

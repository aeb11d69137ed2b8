-- How many rows of each kind an import wrote, to be compared with the limit's.
SELECT 'customers_customer', count(*) FROM customers_customer
UNION ALL SELECT 'customers_identity', count(*) FROM customers_identity
UNION ALL SELECT 'catalogue_sku', count(*) FROM catalogue_sku
UNION ALL SELECT 'channels_listing', count(*) FROM channels_listing
UNION ALL SELECT 'evidence_document', count(*) FROM evidence_document
UNION ALL SELECT 'orders_order', count(*) FROM orders_order
UNION ALL SELECT 'orders_line', count(*) FROM orders_line
UNION ALL SELECT 'orders_fact', count(*) FROM orders_fact
UNION ALL SELECT 'inventory_move', count(*) FROM inventory_move
UNION ALL SELECT 'finance_posting', count(*) FROM finance_posting
UNION ALL SELECT 'finance_dailysum', count(*) FROM finance_dailysum
UNION ALL SELECT 'finance_dailytotal', count(*) FROM finance_dailytotal;

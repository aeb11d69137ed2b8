-- How many rows each way has written.
SELECT 'evidence_document', (SELECT count(*) FROM evidence_document), (SELECT count(*) FROM full_evidence_document)
UNION ALL SELECT 'orders_order', (SELECT count(*) FROM orders_order), (SELECT count(*) FROM full_orders_order)
UNION ALL SELECT 'orders_line', (SELECT count(*) FROM orders_line), (SELECT count(*) FROM full_orders_line)
UNION ALL SELECT 'orders_fact', (SELECT count(*) FROM orders_fact), (SELECT count(*) FROM full_orders_fact)
UNION ALL SELECT 'finance_posting', (SELECT count(*) FROM finance_posting), (SELECT count(*) FROM full_finance_posting)
UNION ALL SELECT 'finance_dailysum', (SELECT count(*) FROM finance_dailysum), (SELECT count(*) FROM full_finance_dailysum)
UNION ALL SELECT 'inventory_reservation', (SELECT count(*) FROM inventory_reservation),
                 (SELECT count(*) FROM full_inventory_reservation);

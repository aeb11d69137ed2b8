-- Tables like those we write, with their columns, keys, indexes and rules.
CREATE TABLE full_evidence_blob (LIKE evidence_blob INCLUDING ALL);
CREATE TABLE full_evidence_chunk (LIKE evidence_chunk INCLUDING ALL);
CREATE TABLE full_evidence_file (LIKE evidence_file INCLUDING ALL);
CREATE TABLE full_evidence_document (LIKE evidence_document INCLUDING ALL);
CREATE TABLE full_orders_order (LIKE orders_order INCLUDING ALL);
CREATE TABLE full_orders_line (LIKE orders_line INCLUDING ALL);
CREATE TABLE full_orders_fact (LIKE orders_fact INCLUDING ALL);
CREATE TABLE full_finance_posting (LIKE finance_posting INCLUDING ALL);
CREATE TABLE full_finance_dailysum (LIKE finance_dailysum INCLUDING ALL);
CREATE TABLE full_finance_dailytotal (LIKE finance_dailytotal INCLUDING ALL);
CREATE TABLE full_inventory_level (LIKE inventory_level INCLUDING ALL);
CREATE TABLE full_inventory_reservation (LIKE inventory_reservation INCLUDING ALL);
CREATE TABLE full_inventory_touch (LIKE inventory_touch INCLUDING ALL);
INSERT INTO full_inventory_level SELECT * FROM inventory_level;

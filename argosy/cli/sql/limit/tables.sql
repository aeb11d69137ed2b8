-- Tables of the same columns and indexes as ours, without our keys and checks.
CREATE TABLE limit_customers_customer (LIKE customers_customer INCLUDING INDEXES);
CREATE TABLE limit_customers_identity (LIKE customers_identity INCLUDING INDEXES);
CREATE TABLE limit_catalogue_sku (LIKE catalogue_sku INCLUDING INDEXES);
CREATE TABLE limit_channels_listing (LIKE channels_listing INCLUDING INDEXES);
CREATE TABLE limit_evidence_document (LIKE evidence_document INCLUDING INDEXES);
CREATE TABLE limit_orders_order (LIKE orders_order INCLUDING INDEXES);
CREATE TABLE limit_orders_line (LIKE orders_line INCLUDING INDEXES);
CREATE TABLE limit_orders_fact (LIKE orders_fact INCLUDING INDEXES);
CREATE TABLE limit_inventory_move (LIKE inventory_move INCLUDING INDEXES);
CREATE TABLE limit_finance_posting (LIKE finance_posting INCLUDING INDEXES);
CREATE TABLE limit_finance_dailysum (LIKE finance_dailysum INCLUDING INDEXES);
CREATE TABLE limit_finance_dailytotal (LIKE finance_dailytotal INCLUDING INDEXES);

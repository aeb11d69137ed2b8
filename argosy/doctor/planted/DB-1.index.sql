-- An index is invalid. (A temporary view stands before the catalogue's own.)
CREATE TEMP VIEW pg_index AS SELECT 'orders_order'::regclass AS indexrelid, false AS indisvalid

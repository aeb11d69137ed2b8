-- Nothing would refuse a level of a SKU that does not exist.
DO $$ BEGIN
    EXECUTE (
        SELECT 'ALTER TABLE inventory_level DROP CONSTRAINT ' || quote_ident(conname) FROM pg_constraint
        WHERE conrelid = 'inventory_level'::regclass AND contype = 'f' AND confrelid = 'catalogue_sku'::regclass
    );
END $$

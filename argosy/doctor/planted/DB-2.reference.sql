-- Nothing keeps an order's channel from being deleted.
DO $$
DECLARE name text;
BEGIN
    SELECT conname INTO name FROM pg_constraint
    WHERE conrelid = 'orders_order'::regclass AND contype = 'f' AND confrelid = 'channels_channel'::regclass;
    EXECUTE format('ALTER TABLE orders_order DROP CONSTRAINT %%I', name);
END $$

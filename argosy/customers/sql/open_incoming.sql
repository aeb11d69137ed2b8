-- The channels' names of buyers, as they arrive.
CREATE TEMP TABLE IF NOT EXISTS incoming_customer (
    channel bigint NOT NULL,
    external_key text NOT NULL,
    customer bigint,                 -- answered: who that is
    PRIMARY KEY (channel, external_key)
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_customer;

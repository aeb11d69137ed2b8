-- Give each unknown name a customer of its own; in key order, so that two batches with the same
-- newcomers wait for each other, and whoever comes second finds the first one's answer and makes nobody.
-- The name is written before the customer it belongs to: its key is checked when all is committed.
WITH newcomer AS (
    SELECT channel, external_key, nextval('customers_customer_id_seq') AS id
    FROM (
        SELECT channel, external_key FROM incoming_customer WHERE customer IS NULL
        ORDER BY channel, external_key
    ) AS unknown
), named AS (
    INSERT INTO customers_identity (channel, external_key, customer_id)
    SELECT channel, external_key, id FROM newcomer
    ORDER BY channel, external_key
    ON CONFLICT DO NOTHING
    RETURNING customer_id
)
INSERT INTO customers_customer (id, created_at)
SELECT customer_id, %(now)s FROM named;

-- Give each unknown name a customer of its own; in key order, so that two batches with the same
-- newcomers wait for each other, and whoever comes second finds the first one's answer.
WITH newcomer AS (
    SELECT channel, external_key, nextval('customers_customer_id_seq') AS id
    FROM (
        SELECT channel, external_key FROM incoming_customer WHERE customer IS NULL
        ORDER BY channel, external_key
    ) AS unknown
), person AS (
    INSERT INTO customers_customer (id, created_at) SELECT id, %(now)s FROM newcomer RETURNING id
)
INSERT INTO customers_identity (channel, external_key, customer_id)
SELECT newcomer.channel, newcomer.external_key, newcomer.id
FROM newcomer JOIN person USING (id)
ORDER BY newcomer.channel, newcomer.external_key
ON CONFLICT DO NOTHING;

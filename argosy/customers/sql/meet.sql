-- Who these names are, giving unknown ones a customer of their own; in key order, so that two batches with the
-- same newcomers wait for each other. Whom another transaction has named meanwhile is missing from the answer:
-- asked again, it is found. The name is written before the customer it belongs to: its key is checked when
-- all is committed.
WITH given AS (
    SELECT DISTINCT * FROM unnest(%(channels)s::bigint[], %(names)s::text[]) AS given (channel, external_key)
), known AS (
    SELECT identity.channel, identity.external_key, identity.customer_id
    FROM given
    JOIN customers_identity AS identity
      ON identity.channel = given.channel AND identity.external_key = given.external_key
), newcomer AS (
    SELECT channel, external_key, nextval('customers_customer_id_seq') AS id
    FROM (
        SELECT channel, external_key FROM given
        EXCEPT
        SELECT channel, external_key FROM known
        ORDER BY channel, external_key
    ) AS unknown
), named AS (
    INSERT INTO customers_identity (channel, external_key, customer_id)
    SELECT channel, external_key, id FROM newcomer
    ORDER BY channel, external_key
    ON CONFLICT DO NOTHING
    RETURNING channel, external_key, customer_id
), made AS (
    INSERT INTO customers_customer (id, created_at)
    SELECT customer_id, %(now)s FROM named
)
SELECT * FROM known
UNION ALL
SELECT * FROM named;

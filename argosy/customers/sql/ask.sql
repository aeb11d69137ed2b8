-- Names of buyers given as values.
INSERT INTO incoming_customer (channel, external_key)
SELECT DISTINCT * FROM unnest(%(channels)s::bigint[], %(names)s::text[]);

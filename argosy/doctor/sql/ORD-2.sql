-- ORD-2 [critical] Each order of a channel exists once, and the database itself refuses a second.
SELECT channel_id AS channel, external_id AS "order", count(*) AS times
FROM orders_order
GROUP BY channel_id, external_id
HAVING count(*) > 1
UNION ALL
SELECT NULL, 'orders_order (channel_id, external_id): no valid unique index', 0
WHERE NOT EXISTS (
    SELECT FROM pg_index AS index
    WHERE index.indrelid = 'orders_order'::regclass
      AND index.indisunique AND index.indisvalid AND index.indisready AND index.indpred IS NULL
      AND (
          SELECT array_agg(attribute.attname::text ORDER BY key.position)
          FROM unnest(index.indkey::int[]) WITH ORDINALITY AS key (number, position)
          JOIN pg_attribute AS attribute
            ON attribute.attrelid = index.indrelid AND attribute.attnum = key.number
      ) = ARRAY['channel_id', 'external_id']
)

-- A digest of every order that stands, by what it says: no ids, no recorded times, no order of arrival.
SELECT coalesce(encode(sha256(string_agg(digest, ''::bytea ORDER BY digest)), 'hex'), ''), count(*)
FROM (
    SELECT sha256(convert_to(concat_ws(E'\x1f',
               channel.key, known.external_id, known.kind, coalesce(identity.external_key, ''), known.currency,
               known.market, known.country_label,
               extract(epoch FROM known.placed_at), coalesce(extract(epoch FROM known.paid_at)::text, ''),
               coalesce(extract(epoch FROM known.shipped_at)::text, ''),
               coalesce(extract(epoch FROM known.cancelled_at)::text, ''),
               known.total_minor, known.refunded_minor, known.units), 'UTF8')) AS digest
    FROM orders_order AS known
    JOIN channels_channel AS channel ON channel.id = known.channel_id
    LEFT JOIN customers_identity AS identity
      ON identity.customer_id = known.customer_id AND identity.channel = known.channel_id
    WHERE known.withdrawn_at IS NULL
) AS content;

-- The same of the lines that count, with what they undo or are undone by, and the titles of their listings.
SELECT coalesce(encode(sha256(string_agg(digest, ''::bytea ORDER BY digest)), 'hex'), ''), count(*)
FROM (
    SELECT sha256(convert_to(concat_ws(E'\x1f',
               channel.key, known.external_id, line.kind, coalesce(listing.platform_sku, ''),
               coalesce(listing.title, ''), coalesce(sku.code, ''), coalesce(sku.title, ''), line.quantity,
               trim_scale(line.unit_price), line.amount_minor, extract(epoch FROM line.occurred_at),
               coalesce(undone.quantity, 0), coalesce(undoes.quantity, 0)), 'UTF8')) AS digest
    FROM orders_order AS known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    JOIN channels_channel AS channel ON channel.id = known.channel_id
    LEFT JOIN channels_listing AS listing ON listing.id = line.listing_id
    LEFT JOIN catalogue_sku AS sku ON sku.id = line.sku_id
    LEFT JOIN (SELECT sale_line_id, sum(quantity) AS quantity FROM orders_creditmatch GROUP BY 1) AS undone
      ON undone.sale_line_id = line.id
    LEFT JOIN (SELECT credit_line_id, sum(quantity) AS quantity FROM orders_creditmatch GROUP BY 1) AS undoes
      ON undoes.credit_line_id = line.id
    WHERE known.withdrawn_at IS NULL
) AS content;

-- What each of these orders is to have now: the units of its lines that count, kits by their parts, less what
-- has left already; nothing where it was shipped, cancelled or withdrawn, or was never promised anything.
INSERT INTO incoming_promise (holder, sku, place, entity, quantity, claimant, seq, promised_until)
SELECT 'order:' || known.id, part.sku, min(coalesce(channel.place_id, 0)), min(known.entity_id),
       greatest(0, sum(part.quantity) - coalesce(sum(part.gone), 0))::int,
       coalesce('listing:' || min(line.listing_id), ''), min(given.n), min(known.promised_until)
FROM unnest(%(orders)s::bigint[], %(ns)s::int[]) AS given ("order", n)
JOIN orders_order AS known ON known.id = given."order"
JOIN channels_channel AS channel ON channel.id = known.channel_id AND channel.place_id IS NOT NULL
JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
CROSS JOIN LATERAL (
    SELECT coalesce(component.sku_id, line.sku_id) AS sku, line.quantity * coalesce(component.quantity, 1) AS quantity,
           (SELECT sum(CASE WHEN move.reverses IS NULL THEN move.quantity ELSE -move.quantity END)
            FROM inventory_move AS move
            WHERE move.document = line.document AND move.holder = line.id
              AND move.sku_id = coalesce(component.sku_id, line.sku_id)) AS gone
) AS part
WHERE known.promised_until IS NOT NULL AND known.shipped_at IS NULL AND known.cancelled_at IS NULL
  AND known.withdrawn_at IS NULL AND line.sku_id IS NOT NULL AND line.quantity > 0
GROUP BY known.id, part.sku;

-- Lines that were shipped before anybody knew which SKU they were.
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, holder, occurred_at, claim)
SELECT known.entity_id, coalesce(component.sku_id, line.sku_id),
       CASE WHEN line.quantity > 0 THEN coalesce(channel.place_id, %(before_count)s) ELSE %(customer)s END,
       CASE WHEN line.quantity > 0 THEN %(customer)s ELSE coalesce(channel.place_id, %(before_count)s) END,
       abs(line.quantity) * coalesce(component.quantity, 1),
       CASE WHEN line.quantity > 0 THEN 'ship' ELSE 'return' END,
       line.document, line.source_row, line.id,
       CASE WHEN line.quantity > 0 THEN known.shipped_at ELSE line.occurred_at END,
       CASE WHEN line.quantity > 0 THEN 'order:' || known.id END
FROM orders_line AS line
JOIN orders_order AS known ON known.id = line.order_id AND known.document = line.document
JOIN channels_channel AS channel ON channel.id = known.channel_id
LEFT JOIN catalogue_component AS component ON component.kit_id = line.sku_id
WHERE line.id = ANY (%(lines)s) AND line.quantity <> 0
  AND (known.shipped_at IS NOT NULL OR line.quantity < 0) AND known.withdrawn_at IS NULL;

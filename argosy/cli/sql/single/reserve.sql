-- Promise the units of an order where there are enough.
UPDATE single_level AS level SET reserved = level.reserved + line.quantity
FROM unnest(%(skus)s::bigint[], %(quantities)s::int[]) AS line (sku_id, quantity)
WHERE level.sku_id = line.sku_id AND level.on_hand - level.reserved >= line.quantity
RETURNING level.sku_id

-- Units that leave one place for another, if the place has so many to spare.
INSERT INTO incoming_move (entity, sku, origin, target, quantity, reason, occurred_at)
SELECT %(entity)s, level.sku_id, level.place_id, %(transit)s, %(quantity)s, 'transfer', %(now)s
FROM inventory_level AS level
WHERE level.sku_id = %(sku)s AND level.place_id = %(origin)s
  AND level.on_hand - level.reserved - level.leased >= %(quantity)s;

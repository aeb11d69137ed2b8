-- What left a stocked place before its first count, or where nobody ever counted, is drawn on the
-- before-count place: a book of past orders needs no invented stock.
UPDATE incoming_move AS move
SET origin = CASE WHEN move.origin = place.id THEN %(before_count)s ELSE move.origin END,
    target = CASE WHEN move.target = place.id THEN %(before_count)s ELSE move.target END
FROM inventory_place AS place
WHERE place.kind IN ('warehouse', 'platform')
  AND place.id IN (move.origin, move.target)
  AND move.reverses IS NULL
  AND NOT EXISTS (
      SELECT FROM inventory_level AS level
      WHERE level.sku_id = move.sku AND level.place_id = place.id
        AND level.counted_at <= move.occurred_at
  );

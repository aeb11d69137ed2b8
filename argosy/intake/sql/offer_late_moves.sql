-- A count that is told late: what left or came back after its instant was drawn on the before-count place,
-- because nobody had counted yet. Move it back and make it again at the place that is counted now.
WITH due AS (
    SELECT move.*, channel.place_id AS place
    FROM inventory_move AS move
    JOIN evidence_document AS document ON document.id = move.document
    JOIN channels_channel AS channel ON channel.id = document.channel
    JOIN inventory_level AS level
      ON level.sku_id = move.sku_id AND level.place_id = channel.place_id
     AND level.counted_at <= move.occurred_at
    WHERE move.sku_id = ANY (%(skus)s)
      AND %(before_count)s IN (move.origin_id, move.target_id)
      AND move.reason <> 'count'
      AND move.reverses IS NULL
      AND NOT EXISTS (
          SELECT FROM inventory_move AS back
          WHERE back.document = move.document AND back.reverses = move.id
      )
)
INSERT INTO incoming_move
    (entity, sku, origin, target, quantity, reason, document, source_row, holder, reverses, occurred_at)
SELECT entity_id, sku_id, target_id, origin_id, quantity, 'reversal', document, source_row, holder, id, occurred_at
FROM due
UNION ALL
SELECT entity_id, sku_id,
       CASE WHEN origin_id = %(before_count)s THEN place ELSE origin_id END,
       CASE WHEN target_id = %(before_count)s THEN place ELSE target_id END,
       quantity, reason, document, source_row, holder, NULL, occurred_at
FROM due;

-- One statement a batch: lock levels in SKU order, insert orders once, their lines, reserve by a guarded update.
WITH locked AS (
    SELECT sku_id FROM lean_level WHERE sku_id IN (SELECT sku FROM lean_stage) ORDER BY sku_id FOR UPDATE
), placed AS (
    INSERT INTO lean_order (channel_id, external_id, placed_at, currency, total_minor)
    SELECT 1, external_id, min(placed_at), 'USD', sum(quantity * unit_minor)
    FROM lean_stage GROUP BY external_id ORDER BY external_id
    ON CONFLICT DO NOTHING
    RETURNING id, external_id
), lines AS (
    INSERT INTO lean_line (order_id, sku_id, quantity, unit_minor)
    SELECT placed.id, stage.sku, stage.quantity, stage.unit_minor
    FROM lean_stage AS stage JOIN placed USING (external_id)
    RETURNING sku_id, quantity
)
UPDATE lean_level AS level
SET reserved = level.reserved + asked.quantity
FROM (SELECT sku_id, sum(quantity) AS quantity FROM lines GROUP BY sku_id) AS asked
WHERE level.sku_id = asked.sku_id AND level.on_hand - level.reserved >= asked.quantity
  AND EXISTS (SELECT FROM locked);

-- Carry the moves into the levels, all at once: the running total and its moves never part.
UPDATE inventory_level AS level
SET on_hand = level.on_hand + change.quantity
FROM (
    SELECT sku, place, sum(quantity) AS quantity
    FROM (
        SELECT sku, target AS place, quantity FROM incoming_move
        UNION ALL
        SELECT sku, origin, -quantity FROM incoming_move
    ) AS both_ends
    GROUP BY sku, place
) AS change
WHERE level.sku_id = change.sku AND level.place_id = change.place AND change.quantity <> 0;

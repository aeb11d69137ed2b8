-- STK-1 [critical] What is reserved or leased is never more than what is on hand, and nothing is below zero.
SELECT id AS level, sku_id AS sku, place_id AS place, on_hand, reserved, leased
FROM inventory_level
WHERE reserved < 0 OR leased < 0 OR on_hand < reserved + leased

-- Of what a holder is to have, leave what is missing; below nothing where it has too much.
UPDATE incoming_promise AS promise
SET quantity = promise.quantity - standing.quantity
FROM (
    SELECT holder, sku_id, sum(quantity) AS quantity
    FROM (
        SELECT holder, sku_id, quantity FROM inventory_reservation
        WHERE state = 'active' AND holder IN (SELECT holder FROM incoming_promise)
        UNION ALL
        SELECT holder, sku_id, quantity FROM inventory_backorder
        WHERE state = 'open' AND holder IN (SELECT holder FROM incoming_promise)
    ) AS both_kinds
    GROUP BY holder, sku_id
) AS standing
WHERE standing.holder = promise.holder AND standing.sku_id = promise.sku;

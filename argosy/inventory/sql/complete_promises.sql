-- What a holder has of a SKU that these promises do not name is to be nothing.
INSERT INTO incoming_promise (holder, sku, place, entity, quantity, seq)
SELECT DISTINCT ON (standing.holder, standing.sku_id)
       standing.holder, standing.sku_id, standing.place_id, standing.entity_id, 0, 0
FROM (
    SELECT holder, sku_id, place_id, entity_id FROM inventory_reservation
    WHERE state = 'active' AND holder IN (SELECT holder FROM incoming_promise)
    UNION ALL
    SELECT holder, sku_id, place_id, entity_id FROM inventory_backorder
    WHERE state = 'open' AND holder IN (SELECT holder FROM incoming_promise)
) AS standing
WHERE NOT EXISTS (
    SELECT FROM incoming_promise AS named
    WHERE named.holder = standing.holder AND named.sku = standing.sku_id
);

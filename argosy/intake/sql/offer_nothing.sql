-- Orders that hold or are owed something and are to have nothing any more.
INSERT INTO incoming_promise (holder, sku, place, entity, quantity, seq)
SELECT DISTINCT ON (standing.holder, standing.sku_id)
       standing.holder, standing.sku_id, standing.place_id, standing.entity_id, 0, 0
FROM (SELECT 'order:' || given AS holder FROM unnest(%(orders)s::bigint[]) AS given) AS asked
CROSS JOIN LATERAL (
    SELECT holder, sku_id, place_id, entity_id FROM inventory_reservation
    WHERE state = 'active' AND holder = asked.holder
    UNION ALL
    SELECT holder, sku_id, place_id, entity_id FROM inventory_backorder
    WHERE state = 'open' AND holder = asked.holder
) AS standing
WHERE standing.holder NOT IN (SELECT holder FROM incoming_promise);

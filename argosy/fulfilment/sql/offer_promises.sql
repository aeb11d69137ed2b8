-- What an order is to have from now on of what it has: at most what has not left of it yet, never more.
INSERT INTO incoming_promise (holder, sku, place, entity, quantity, seq)
SELECT %(holder)s, standing.sku_id, min(standing.place_id), min(standing.entity_id),
       least(sum(standing.quantity), coalesce(max(given.quantity), 0)), 0
FROM (
    SELECT sku_id, place_id, entity_id, quantity
    FROM inventory_reservation WHERE holder = %(holder)s AND state = 'active'
    UNION ALL
    SELECT sku_id, place_id, entity_id, quantity
    FROM inventory_backorder WHERE holder = %(holder)s AND state = 'open'
) AS standing
LEFT JOIN unnest(%(skus)s::bigint[], %(quantities)s::int[]) AS given (sku, quantity)
  ON given.sku = standing.sku_id
GROUP BY standing.sku_id;

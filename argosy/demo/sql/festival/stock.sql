-- By SKU at the place of a festival: units promised, units leased and unsold, units that left it for customers.
SELECT sku, sum(promised)::bigint, sum(leased)::bigint, sum(gone)::bigint
FROM (
    SELECT sku_id AS sku, quantity AS promised, 0 AS leased, 0 AS gone
    FROM inventory_reservation
    WHERE state = 'active' AND place_id = %(place)s
    UNION ALL
    SELECT sku_id, 0, quantity, 0 FROM inventory_lease WHERE state = 'open' AND place_id = %(place)s
    UNION ALL
    SELECT move.sku_id, 0, 0, CASE WHEN move.origin_id = %(place)s THEN move.quantity ELSE -move.quantity END
    FROM inventory_move AS move
    JOIN inventory_place AS target ON target.id = move.target_id
    JOIN inventory_place AS origin ON origin.id = move.origin_id
    WHERE %(place)s IN (move.origin_id, move.target_id) AND 'customer' IN (target.kind, origin.kind)
) AS claims
GROUP BY sku;

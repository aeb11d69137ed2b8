-- From its first count on, stock at a place is known; a count of nothing is known too. Answers the levels
-- that were opened: of two first counts at once the second waits, and finds that it is not the first.
INSERT INTO inventory_level (sku_id, place_id, on_hand, reserved, leased, counted_at)
SELECT sku, place, 0, 0, 0, min(counted_at)
FROM unnest(%(skus)s::bigint[], %(places)s::bigint[], %(counted_at)s::timestamptz[])
     AS given (sku, place, counted_at)
GROUP BY sku, place
ORDER BY sku, place
ON CONFLICT (sku_id, place_id) DO NOTHING
RETURNING sku_id, place_id;

-- Take over so many units of an arrival that is still expected; it has arrived when nothing is left.
UPDATE inventory_arrival
SET received = received + %(quantity)s,
    state = CASE WHEN received + %(quantity)s >= quantity THEN 'arrived' ELSE 'expected' END,
    closed_at = CASE WHEN received + %(quantity)s >= quantity THEN %(now)s::timestamptz END
WHERE id = %(arrival)s AND state = 'expected'
RETURNING sku_id, place_id, origin_id, entity_id;

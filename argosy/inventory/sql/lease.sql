-- Set what a claimant may sell without asking to so many unsold units, if the level has them to spare.
WITH wider AS (
    SELECT %(quantity)s - coalesce((
        SELECT quantity FROM inventory_lease
        WHERE claimant = %(claimant)s AND sku_id = %(sku)s AND place_id = %(place)s AND state = 'open'
    ), 0) AS units
), held AS (
    UPDATE inventory_level AS level
    SET leased = level.leased + wider.units
    FROM wider
    WHERE level.sku_id = %(sku)s AND level.place_id = %(place)s
      AND level.on_hand - level.reserved - level.leased >= wider.units
    RETURNING level.id, wider.units
), touched AS (
    INSERT INTO inventory_touch (skus, touched_at) SELECT ARRAY[%(sku)s::bigint], %(now)s FROM held
)
INSERT INTO inventory_lease AS lease
    (claimant, sku_id, place_id, granted, quantity, state, ends_at, created_at)
SELECT %(claimant)s, %(sku)s, %(place)s, %(quantity)s, %(quantity)s, 'open', %(ends_at)s, %(now)s FROM held
ON CONFLICT (claimant, sku_id, place_id) WHERE state = 'open'
DO UPDATE SET granted = greatest(0, lease.granted + %(quantity)s - lease.quantity), quantity = %(quantity)s,
              ends_at = excluded.ends_at
RETURNING id;

-- End these leases: what was not sold is free again. With `until`, only those whose time is over: one that was
-- given more time meanwhile stays.
WITH closed AS (
    UPDATE inventory_lease
    SET state = 'closed', closed_at = %(now)s, quantity = 0, granted = granted - quantity
    WHERE id = ANY (%(leases)s) AND state = 'open'
      AND (%(until)s::timestamptz IS NULL OR ends_at <= %(until)s)
    RETURNING id
), unsold AS (
    SELECT lease.sku_id, lease.place_id, sum(lease.quantity) AS units
    FROM inventory_lease AS lease JOIN closed USING (id)
    GROUP BY lease.sku_id, lease.place_id
)
UPDATE inventory_level AS level
SET leased = level.leased - unsold.units
FROM unsold
WHERE level.sku_id = unsold.sku_id AND level.place_id = unsold.place_id
RETURNING level.sku_id;

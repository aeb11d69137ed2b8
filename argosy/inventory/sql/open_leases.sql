-- The open leases of a claimant, or those whose time is over, with what must be locked for them.
SELECT id, sku_id FROM inventory_lease
WHERE state = 'open'
  AND ((%(claimant)s::text IS NOT NULL AND claimant = %(claimant)s)
       OR (%(claimant)s::text IS NULL AND ends_at <= %(now)s))
ORDER BY id;

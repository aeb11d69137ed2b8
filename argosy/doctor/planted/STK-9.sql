-- A counter was lowered without a lease.
UPDATE inventory_level SET leased = leased - 1 WHERE place_id = %(place)s AND leased > 0

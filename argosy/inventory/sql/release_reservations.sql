-- Give back what these reservations hold, where they still hold it. With `until`, only those whose time is
-- over: one that was extended meanwhile stays, and with
-- `holders` only theirs: one that passed to another holder meanwhile stays too.
WITH freed AS (
    UPDATE inventory_reservation
    SET state = 'released', closed_at = %(now)s
    WHERE id = ANY (%(reservations)s) AND state = 'active'
      AND (%(until)s::timestamptz IS NULL OR expires_at <= %(until)s)
      AND (%(holders)s::text[] IS NULL OR holder = ANY (%(holders)s))
    RETURNING sku_id, place_id, quantity
)
UPDATE inventory_level AS level
SET reserved = level.reserved - given.quantity
FROM (SELECT sku_id, place_id, sum(quantity) AS quantity FROM freed GROUP BY sku_id, place_id) AS given
WHERE level.sku_id = given.sku_id AND level.place_id = given.place_id
RETURNING level.sku_id;

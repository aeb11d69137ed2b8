-- A lease goes on although its time is over.
UPDATE inventory_lease SET ends_at = %(now)s::timestamptz - interval '1 hour' WHERE place_id = %(place)s

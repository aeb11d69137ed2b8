-- Take what was touched, oldest first; who else takes at this moment takes the rest.
DELETE FROM inventory_touch
WHERE id IN (SELECT id FROM inventory_touch ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING skus, takers, taken;

-- The place at which most is held for each of these orders; it ships from there until somebody says otherwise.
SELECT DISTINCT ON (holder) holder, place_id
FROM inventory_reservation
WHERE holder = ANY (%(holders)s) AND state = 'active'
GROUP BY holder, place_id
ORDER BY holder, sum(quantity) DESC, place_id;

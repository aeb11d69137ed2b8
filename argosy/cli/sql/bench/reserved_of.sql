-- What is reserved of a SKU, by its levels' counters and by its reservations.
SELECT (SELECT coalesce(sum(reserved), 0) FROM inventory_level WHERE sku_id = %(sku)s)::bigint,
       (SELECT coalesce(sum(quantity), 0) FROM inventory_reservation
        WHERE sku_id = %(sku)s AND state = 'active')::bigint;

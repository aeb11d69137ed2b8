-- Units reserved by us, by counter and by rows; and by the hand.
SELECT (SELECT sum(reserved) FROM inventory_level)::bigint,
       (SELECT sum(quantity) FROM inventory_reservation)::bigint,
       (SELECT sum(reserved) FROM full_inventory_level)::bigint;

-- Reservations whose units the caller has taken from the levels in the same transaction.
COPY inventory_reservation (holder, sku_id, place_id, entity_id, quantity, state, promised_until, created_at)
FROM STDIN;

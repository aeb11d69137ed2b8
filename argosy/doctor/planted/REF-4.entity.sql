-- An order names an entity that does not exist.
UPDATE orders_order SET entity_id = 0 WHERE channel_id = %(channel)s

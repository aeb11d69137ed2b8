-- An order of which no standing document speaks any more is withdrawn; it is not deleted.
UPDATE orders_order
SET withdrawn_at = %(now)s
WHERE document = ANY (%(documents)s) AND withdrawn_at IS NULL;

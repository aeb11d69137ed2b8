-- Matches are derived: those of these lines are worked out anew.
DELETE FROM orders_creditmatch
WHERE credit_line_id = ANY (%(lines)s) OR sale_line_id = ANY (%(lines)s);

-- One move that somebody makes by hand: a transfer's departure, a receipt.
INSERT INTO incoming_move (entity, sku, origin, target, quantity, reason, occurred_at)
VALUES (%(entity)s, %(sku)s, %(origin)s, %(target)s, %(quantity)s, %(reason)s, %(occurred_at)s);

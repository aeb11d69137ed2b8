-- What was moved is no longer incoming.
DELETE FROM incoming_move;

-- What was posted is no longer incoming.
DELETE FROM incoming_posting;

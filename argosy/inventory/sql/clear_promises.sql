-- What was promised is no longer incoming.
DELETE FROM incoming_promise;

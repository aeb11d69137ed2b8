-- Promises given as values.
COPY incoming_promise (holder, sku, place, entity, quantity, claimant, seq, promised_until) FROM STDIN;

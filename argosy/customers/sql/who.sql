-- Who the incoming names are.
SELECT channel, external_key, customer FROM incoming_customer;

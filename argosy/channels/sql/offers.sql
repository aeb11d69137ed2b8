-- What was offered, in the order of those who asked.
SELECT quantity, flight, is_pooled FROM incoming_offer ORDER BY nth

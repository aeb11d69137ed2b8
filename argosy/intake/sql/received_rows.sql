-- What evidence knows of each row.
SELECT document, fate FROM incoming_document ORDER BY n;

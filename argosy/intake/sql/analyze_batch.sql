-- Temporary tables have no statistics until somebody asks; without them the planner guesses nested loops.
ANALYZE batch_document, batch_line, incoming_document, incoming_listing, incoming_customer;

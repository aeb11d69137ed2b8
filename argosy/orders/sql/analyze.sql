-- After an import the planner would still believe the tables empty.
ANALYZE orders_order, orders_line;

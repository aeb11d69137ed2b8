-- What their snapshots say happened.
COPY orders_fact (order_id, document, kind, occurred_at, recorded_at, xact) FROM STDIN;

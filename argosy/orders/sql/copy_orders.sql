-- Orders of which nothing is known yet, as their only snapshot states them; their numbers were drawn before.
COPY orders_order (id, document, entity_id, channel_id, external_id, kind, customer_id, currency, market,
    country_label, placed_at, paid_at, total_minor, refunded_minor, units, promised_until, recorded_at)
FROM STDIN;

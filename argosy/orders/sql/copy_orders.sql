-- Snapshots given as values, with their numbers.
COPY incoming_order (document, "order", entity, channel, external_id, kind, customer, currency, market,
    country_label, placed_at, paid_at, total_minor, refunded_minor, units, recipient, promised_until, wins)
FROM STDIN;

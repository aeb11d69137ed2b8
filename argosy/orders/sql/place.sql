-- Orders of which nothing is known yet, as their only snapshot states them; their numbers were drawn before.
INSERT INTO orders_order
    (id, entity_id, channel_id, external_id, kind, customer_id, currency, market, country_label, document,
     placed_at, paid_at, promised_until, total_minor, refunded_minor, units, recorded_at)
SELECT "order", entity, channel, external_id, kind, customer, currency, market, country_label, document,
       placed_at, paid_at, promised_until, total_minor, refunded_minor, units, %(now)s
FROM incoming_order
ORDER BY "order";

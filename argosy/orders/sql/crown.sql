-- The winning snapshot's own statements replace those of the one before it.
UPDATE orders_order AS known
SET document = incoming.document, kind = incoming.kind,
    customer_id = coalesce(incoming.customer, known.customer_id),
    currency = incoming.currency, market = incoming.market, country_label = incoming.country_label,
    total_minor = incoming.total_minor, refunded_minor = incoming.refunded_minor, units = incoming.units
FROM incoming_order AS incoming
WHERE incoming.wins
  AND known.channel_id = incoming.channel AND known.external_id = incoming.external_id
  AND known.document <> incoming.document;

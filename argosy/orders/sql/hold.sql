-- Hold an order's row, and say how it stands now that nobody else can change it.
SELECT known.id, known.external_id, known.kind, known.channel_id, known.currency, known.market, known.country_label,
       known.document, known.placed_at, known.paid_at, known.shipped_at, known.cancelled_at, known.withdrawn_at,
       known.total_minor, known.refunded_minor, known.revision, known.customer_id,
       (SELECT document.as_of FROM evidence_document AS document WHERE document.id = known.document)
FROM orders_order AS known
WHERE known.id = %(order)s
FOR NO KEY UPDATE;

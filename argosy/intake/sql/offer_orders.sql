-- Documents with goods, delivery or vouchers are orders, or the credit of one.
INSERT INTO incoming_order
    (document, entity, channel, external_id, kind, customer, currency, market, country_label,
     placed_at, paid_at, changed_at, shipped_at, cancelled_at, refunded_at,
     total_minor, refunded_minor, units, recipient, promised_until, wins)
SELECT incoming.document, %(entity)s, %(channel)s, incoming.external_id, document.kind, customer.customer,
       document.currency, left(coalesce(document.market, document.country, %(home)s), 40),
       left(coalesce(document.country, ''), 80),
       coalesce(document.placed_at, document.occurred_at), document.paid_at, document.changed_at,
       document.shipped_at, document.cancelled_at,
       CASE WHEN summed.refunded_minor <> 0 THEN document.as_of END,
       summed.total_minor, summed.refunded_minor, summed.units, document.recipient::jsonb,
       -- History, credits and what is settled already promise nothing.
       CASE WHEN document.kind = 'order'
             AND document.shipped_at IS NULL AND document.cancelled_at IS NULL
             AND coalesce(document.placed_at, document.occurred_at) >= %(stale)s
            THEN coalesce(document.placed_at, document.occurred_at) + %(ship_within)s END,
       coalesce(contested.wins, true)
FROM (
    SELECT line.n,
           sum(line.amount_minor) AS total_minor,
           coalesce(sum(line.amount_minor) FILTER (WHERE class.kind = 'refund'), 0) AS refunded_minor,
           coalesce(sum(line.quantity) FILTER (WHERE class.goods), 0) AS units
    FROM batch_line AS line
    JOIN line_class AS class ON class.key = line.line_class
    GROUP BY line.n
    HAVING bool_or(class.makes_order)
) AS summed
JOIN batch_document AS document USING (n)
JOIN incoming_document AS incoming USING (n)
LEFT JOIN contested_document AS contested ON contested.document = incoming.document
LEFT JOIN incoming_customer AS customer
  ON customer.channel = %(channel)s AND customer.external_key = left(document.customer, 128)
WHERE document.kind <> 'transaction';

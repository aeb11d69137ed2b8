-- What a payout report states as sold and what another report has booked as a sale already: reverse the
-- sale and its charges, and state them as the payment of an order.
WITH last AS (
    SELECT DISTINCT ON (document, source_row, part, kind) *
    FROM finance_posting
    WHERE document = ANY (%(documents)s)
    ORDER BY document, source_row, part, kind, revision DESC
), doubled AS (
    SELECT last.*
    FROM last
    WHERE last.reverses IS NULL
      AND last.kind IN ('sale', 'shipping_income', 'gift_wrap', 'discount', 'tax', 'cost_of_goods')
      AND last.document IN (SELECT document FROM last WHERE kind = 'sale' AND reverses IS NULL)
), reversed AS (
    INSERT INTO incoming_posting
        (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
         currency, base, base_minor, rate, rate_source, rate_date, priced, day,
         document, source_row, part, revision, reverses, occurred_at)
    SELECT entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, -units, -amount_minor,
           currency, currency, -base_minor, rate, rate_source, rate_date, true, day,
           document, source_row, part, revision + 1, id, occurred_at
    FROM doubled
)
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, base_minor, rate, rate_source, rate_date, priced, day,
     document, source_row, part, revision, occurred_at)
SELECT entity, channel, mode, market, listing, sku, order_line, 'settled', 'outside', basis, certainty, 0, amount_minor,
       currency, currency, base_minor, rate, rate_source, rate_date, true, day,
       document, source_row, part,
       coalesce((SELECT before.revision + 1 FROM last AS before
                 WHERE before.document = doubled.document AND before.source_row = doubled.source_row
                   AND before.part = doubled.part AND before.kind = 'settled'), 0),
       occurred_at
FROM doubled
WHERE kind <> 'cost_of_goods';

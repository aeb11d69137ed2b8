-- Lines by document, each rounded once, half away from zero, to its currency's minor unit.
CREATE TEMP TABLE stage_line AS
SELECT document.n, part.row_no, part.part, part.line_class, part.sku, part.title,
       part.quantity::int AS quantity, part.unit_price,
       round(coalesce(part.amount, part.quantity * part.unit_price, 0)
             * power(10::numeric, digits.exponent))::bigint AS amount_minor,
       digits.currency, part.country, part.market,
       coalesce(part.occurred_at, document.occurred_at, document.placed_at) AS occurred_at
FROM stage_part AS part
JOIN stage_document AS document ON document.external_id = part.doc_key
JOIN unnest(%(currencies)s::text[], %(exponents)s::int[]) AS digits (currency, exponent)
  ON digits.currency = coalesce(part.currency, document.currency)
ORDER BY document.n, part.row_no, part.part;

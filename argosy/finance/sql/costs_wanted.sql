-- Ask for the cost of every standing line of goods whose SKU has a known unit cost on its day, where what
-- was posted before, if anything, differs: first the reversal of what stood, then the new statement.
WITH goods AS (
    SELECT sale.id, sale.entity, sale.channel, sale.mode, sale.market, sale.listing, sale.sku, sale.order_line,
           sale.units, sale.day, sale.document, sale.source_row, sale.part, sale.occurred_at,
           cost.unit_cost, cost.currency
    FROM (
        SELECT DISTINCT ON (document, source_row, part, kind) *
        FROM finance_posting
        WHERE kind IN ('sale', 'refund') AND units <> 0 AND sku IS NOT NULL
          AND (%(skus)s::bigint[] IS NULL OR sku = ANY (%(skus)s))
          AND (%(documents)s::bigint[] IS NULL OR document = ANY (%(documents)s))
        ORDER BY document, source_row, part, kind, revision DESC
    ) AS sale
    CROSS JOIN LATERAL (
        SELECT unit_cost, currency
        FROM finance_unitcost AS cost
        WHERE cost.sku = sale.sku
        -- The cost in force on the day; for a sale older than any, the earliest we know.
        ORDER BY (cost.valid_from <= sale.day) DESC,
                 CASE WHEN cost.valid_from <= sale.day THEN sale.day - cost.valid_from
                      ELSE cost.valid_from - sale.day END
        LIMIT 1
    ) AS cost
    WHERE sale.reverses IS NULL
), wanted AS (
    SELECT goods.*, amount.exponent,
           -round(goods.unit_cost * goods.units * power(10::numeric, amount.exponent))::bigint AS amount_minor
    FROM goods
    JOIN unnest(%(currencies)s::text[], %(exponents)s::int[]) AS amount (currency, exponent)
      ON amount.currency = goods.currency
), standing AS (
    SELECT DISTINCT ON (posting.document, posting.source_row, posting.part) posting.*
    FROM finance_posting AS posting
    JOIN goods ON goods.document = posting.document AND goods.source_row = posting.source_row
              AND goods.part = posting.part
    WHERE posting.kind = 'cost_of_goods'
    ORDER BY posting.document, posting.source_row, posting.part, posting.revision DESC
), differing AS (
    SELECT wanted.*, standing.id AS standing_id, standing.revision AS standing_revision,
           standing.reverses AS standing_reverses
    FROM wanted
    LEFT JOIN standing USING (document, source_row, part)
    WHERE standing.id IS NULL
       OR standing.reverses IS NOT NULL
       OR standing.amount_minor <> wanted.amount_minor OR standing.currency <> wanted.currency
), reversed AS (
    INSERT INTO incoming_posting
        (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
         currency, base, base_minor, rate, rate_source, rate_date, priced, day,
         document, source_row, part, revision, reverses, occurred_at)
    SELECT standing.entity, standing.channel, standing.mode, standing.market, standing.listing, standing.sku, standing.order_line,
           standing.kind, standing.layer, standing.basis, standing.certainty, -standing.units,
           -standing.amount_minor, standing.currency, standing.currency, -standing.base_minor, standing.rate,
           standing.rate_source, standing.rate_date, true, standing.day, standing.document,
           standing.source_row, standing.part, standing.revision + 1, standing.id, standing.occurred_at
    FROM standing JOIN differing ON differing.standing_id = standing.id
    WHERE standing.reverses IS NULL
)
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, day, document, source_row, part, revision, occurred_at)
SELECT differing.entity, channel, mode, market, listing, sku, order_line, 'cost_of_goods', 'goods', 'computed', 'estimate',
       units, amount_minor, differing.currency, entity.currency, day, document, source_row, part,
       CASE WHEN standing_id IS NULL THEN 0
            WHEN standing_reverses IS NULL THEN standing_revision + 2
            ELSE standing_revision + 1 END,
       occurred_at
FROM differing
JOIN company_entity AS entity ON entity.id = differing.entity
WHERE amount_minor <> 0;

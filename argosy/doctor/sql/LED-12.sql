-- LED-12 [error] The cost of goods stands exactly where goods of a known cost were sold or came back.
WITH standing AS (
    SELECT posting.document, posting.source_row, posting.part, posting.kind, posting.sku, posting.units,
           posting.reverses
    FROM (
        SELECT DISTINCT ON (document, source_row, part, kind) *
        FROM finance_posting
        WHERE (kind = 'cost_of_goods' OR (kind IN ('sale', 'refund') AND units <> 0))
          AND sku IN (SELECT sku FROM finance_unitcost WHERE unit_cost > 0)
        ORDER BY document, source_row, part, kind, revision DESC
    ) AS posting
    WHERE posting.reverses IS NULL
)
SELECT document, source_row, part, goods.units AS units_of_goods, cost.units AS units_costed
FROM (SELECT * FROM standing WHERE kind <> 'cost_of_goods') AS goods
FULL JOIN (SELECT * FROM standing WHERE kind = 'cost_of_goods') AS cost USING (document, source_row, part, sku)
WHERE goods.units IS DISTINCT FROM cost.units

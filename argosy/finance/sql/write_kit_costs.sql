-- A kit whose own cost nobody states costs what its parts cost, from the day all of them are known.
INSERT INTO finance_unitcost (sku, valid_from, unit_cost, currency, document, source_row, recorded_at)
SELECT component.kit_id, max(cost.valid_from), sum(cost.unit_cost * component.quantity), min(cost.currency),
       max(cost.document), min(cost.source_row), %(now)s
FROM catalogue_component AS component
LEFT JOIN LATERAL (
    SELECT * FROM finance_unitcost AS known
    WHERE known.sku = component.sku_id ORDER BY known.valid_from DESC LIMIT 1
) AS cost ON true
WHERE component.kit_id = ANY (%(kits)s)
  AND NOT EXISTS (SELECT FROM finance_unitcost AS own WHERE own.sku = component.kit_id)
GROUP BY component.kit_id
HAVING count(*) = count(cost.id) AND count(DISTINCT cost.currency) = 1
RETURNING sku;

-- Reports over several entities speak the first one's currency: the rates that takes.
SELECT incoming.base, main.currency, min(incoming.day), max(incoming.day)
FROM incoming_posting AS incoming
CROSS JOIN (SELECT currency FROM company_entity ORDER BY id LIMIT 1) AS main
WHERE incoming.base <> main.currency AND incoming.reverses IS NULL
GROUP BY incoming.base, main.currency;

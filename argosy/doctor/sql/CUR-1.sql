-- CUR-1 [critical] Every currency in use is one, and an order's postings are in the order's currency.
SELECT used.what, used.id, used.currency
FROM (
    SELECT 'entity' AS what, id, currency FROM company_entity
    UNION ALL
    SELECT 'channel', id, currency FROM channels_channel
    UNION ALL
    SELECT 'unit cost', min(id), currency FROM finance_unitcost GROUP BY currency
    UNION ALL
    SELECT 'order', min(id), currency FROM orders_order GROUP BY currency
    UNION ALL
    SELECT 'posting', min(id), currency FROM finance_dailytotal GROUP BY currency
) AS used
WHERE used.currency <> ALL (%(currencies)s::text[])
UNION ALL
SELECT 'posting', posting.id, posting.currency
FROM finance_posting AS posting
JOIN orders_order AS known ON known.document = posting.document
WHERE posting.basis = 'stated' AND posting.currency <> known.currency

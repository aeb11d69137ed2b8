-- How far the ledger, the costs and the rates go: equal marks, equal figures. Three looks at index ends.
SELECT (SELECT coalesce(max(id), 0) FROM finance_posting),
       (SELECT coalesce(max(id), 0) FROM finance_unitcost),
       (SELECT coalesce(max(id), 0) FROM finance_dayrate);

-- The currencies in which costs are known.
SELECT DISTINCT currency FROM finance_unitcost ORDER BY currency;

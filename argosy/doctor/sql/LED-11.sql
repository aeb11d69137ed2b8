-- LED-11 [error] Every posting is of a known kind, in the layer of the margin where that kind belongs.
SELECT total.kind, total.layer, sum(total.postings) AS postings
FROM finance_dailytotal AS total
LEFT JOIN unnest(%(kinds)s::text[], %(layers)s::text[]) AS known (kind, layer)
  ON known.kind = total.kind AND known.layer = total.layer
WHERE known.kind IS NULL OR total.basis NOT IN ('stated', 'computed')
   OR total.certainty NOT IN ('estimate', 'actual')
GROUP BY total.kind, total.layer

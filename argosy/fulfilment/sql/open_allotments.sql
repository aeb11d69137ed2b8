-- Have a row for each line that is to be shipped, which says how much of it may be.
INSERT INTO fulfilment_allotment AS known (line_id, ordered, earlier, allotted, shipped)
SELECT line, ordered, earlier, 0, 0
FROM unnest(%(lines)s::bigint[], %(ordered)s::int[], %(earlier)s::int[]) AS given (line, ordered, earlier)
ORDER BY line
ON CONFLICT (line_id) DO UPDATE
SET earlier = least(excluded.earlier, known.ordered - known.allotted)
WHERE known.earlier <> least(excluded.earlier, known.ordered - known.allotted);

-- Put units of lines into a shipment: of each line no more than was ordered and is in none yet. Answers the
-- lines that it could; the caller compares, and rolls back if any is missing.
WITH held AS (
    UPDATE fulfilment_allotment AS allotment
    SET allotted = allotment.allotted + given.quantity
    FROM unnest(%(lines)s::bigint[], %(quantities)s::int[]) AS given (line, quantity)
    WHERE allotment.line_id = given.line
      AND allotment.earlier + allotment.allotted + given.quantity <= allotment.ordered
    RETURNING allotment.line_id, given.quantity
)
INSERT INTO fulfilment_shipmentline (shipment_id, line_id, quantity)
SELECT %(shipment)s, line_id, quantity FROM held ORDER BY line_id
RETURNING line_id;

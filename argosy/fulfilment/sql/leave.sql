-- A shipment leaves once, however often and by however many that is said; its units count as shipped with
-- it, of no line more than is allotted. Answers the lines; none where it has left or was given up.
WITH leaving AS (
    UPDATE fulfilment_shipment
    SET state = 'shipped', shipped_at = %(at)s, shipped_by = %(by)s, recorded_at = %(now)s,
        carrier = coalesce(nullif(%(carrier)s, ''), carrier), tracking = coalesce(nullif(%(tracking)s, ''), tracking)
    WHERE id = %(shipment)s AND state IN ('planned', 'packed')
    RETURNING id
)
UPDATE fulfilment_allotment AS allotment
SET shipped = allotment.shipped + line.quantity
FROM leaving
JOIN fulfilment_shipmentline AS line ON line.shipment_id = leaving.id
WHERE allotment.line_id = line.line_id AND allotment.shipped + line.quantity <= allotment.allotted
RETURNING line.line_id, line.quantity;

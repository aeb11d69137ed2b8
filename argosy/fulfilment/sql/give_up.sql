-- Give up shipments that have not left: their units are free to be shipped otherwise. Answers which.
WITH given_up AS (
    UPDATE fulfilment_shipment
    SET state = 'cancelled', cancelled_at = %(now)s, recorded_at = %(now)s
    WHERE id = ANY (%(shipments)s) AND state IN ('planned', 'packed')
    RETURNING id
), freed AS (
    UPDATE fulfilment_allotment AS allotment
    SET allotted = allotment.allotted - line.quantity
    FROM (
        SELECT line_id, sum(quantity)::int AS quantity
        FROM fulfilment_shipmentline
        WHERE shipment_id IN (SELECT id FROM given_up)
        GROUP BY line_id
    ) AS line
    WHERE allotment.line_id = line.line_id
)
SELECT id FROM given_up ORDER BY id;

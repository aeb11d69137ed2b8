-- A later word on an order has other lines; what left under the earlier ones has left all the same. Ask for
-- its moves again for the lines that count now, from where it left and when: what the earlier lines moved is
-- taken back by the caller. Shipped units and lines are laid along one line each and cut where either ends;
-- units beyond what is ordered now serve no line.
WITH gone AS (
    SELECT line.order_id, line.sku_id, shipment.place_id, shipment.shipped_at, packed.quantity,
           sum(packed.quantity) OVER (
               PARTITION BY line.order_id, line.sku_id ORDER BY shipment.shipped_at, packed.id
           ) AS upto
    FROM fulfilment_shipment AS shipment
    JOIN fulfilment_shipmentline AS packed ON packed.shipment_id = shipment.id
    JOIN orders_line AS line ON line.id = packed.line_id
    WHERE shipment.order_id = ANY (%(orders)s) AND shipment.state = 'shipped'
), counting AS (
    SELECT line.id, line.order_id, line.sku_id, line.document, line.source_row,
           allotment.earlier + allotment.shipped AS quantity,
           sum(allotment.earlier + allotment.shipped) OVER (
               PARTITION BY line.order_id, line.sku_id ORDER BY line.source_row, line.id
           ) AS upto
    FROM orders_order AS known
    JOIN orders_line AS line ON line.order_id = known.id AND line.document = known.document
    JOIN fulfilment_allotment AS allotment ON allotment.line_id = line.id
    WHERE known.id = ANY (%(orders)s) AND known.withdrawn_at IS NULL AND allotment.earlier + allotment.shipped > 0
), served AS (
    SELECT order_id, sku_id, max(upto) AS units FROM counting GROUP BY order_id, sku_id
), cut AS (
    SELECT counting.order_id, counting.sku_id, counting.id AS line, counting.source_row, gone.place_id,
           gone.shipped_at, least(counting.upto, gone.upto)
               - greatest(counting.upto - counting.quantity, gone.upto - gone.quantity) AS units
    FROM counting
    JOIN gone ON gone.order_id = counting.order_id AND gone.sku_id = counting.sku_id
    UNION ALL
    SELECT gone.order_id, gone.sku_id, NULL, NULL, gone.place_id, gone.shipped_at,
           least(gone.quantity, gone.upto - coalesce(served.units, 0))
    FROM gone
    LEFT JOIN served ON served.order_id = gone.order_id AND served.sku_id = gone.sku_id
), carried AS (
    INSERT INTO incoming_move
        (entity, sku, origin, target, quantity, reason, document, source_row, holder, occurred_at)
    SELECT known.entity_id, coalesce(component.sku_id, cut.sku_id), cut.place_id, %(customer)s,
           cut.units * coalesce(component.quantity, 1), 'ship', known.document, cut.source_row, cut.line, cut.shipped_at
    FROM cut
    JOIN orders_order AS known ON known.id = cut.order_id AND known.withdrawn_at IS NULL
    LEFT JOIN catalogue_component AS component ON component.kit_id = cut.sku_id
    WHERE cut.units > 0
      -- What an order's speaking document has moved was not taken back.
      AND NOT EXISTS (
          SELECT FROM inventory_move AS standing
          WHERE standing.document = known.document AND standing.reason = 'ship' AND standing.reverses IS NULL
            AND standing.sku_id = coalesce(component.sku_id, cut.sku_id)
            AND standing.holder IS NOT DISTINCT FROM cut.line
            AND NOT EXISTS (
                SELECT FROM inventory_move AS back
                WHERE back.document = standing.document AND back.reverses = standing.id
            )
      )
    RETURNING holder, sku, quantity
), answered AS (
    -- Of an order that counts as shipped the caller has asked for all of it: what is carried is part of that.
    UPDATE incoming_move AS asked
    SET quantity = greatest(0, asked.quantity - known.quantity)
    FROM (SELECT holder, sku, sum(quantity)::int AS quantity FROM carried GROUP BY holder, sku) AS known
    WHERE asked.holder = known.holder AND asked.sku = known.sku AND asked.reason = 'ship' AND asked.reverses IS NULL
)
SELECT count(*) FROM carried;

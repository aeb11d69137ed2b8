-- The orders that this batch speaks of, or that its contested documents do, with the first word's number.
SELECT touched.id, coalesce(min(told.n), 0)
FROM (
    SELECT "order" AS id FROM incoming_order WHERE "order" IS NOT NULL
    UNION
    SELECT known.id
    FROM contested_document AS contested
    JOIN orders_order AS known
      ON known.channel_id = contested.channel AND known.external_id = contested.external_id
) AS touched (id)
JOIN orders_order AS known ON known.id = touched.id
LEFT JOIN incoming_document AS told ON told.channel = known.channel_id AND told.external_id = known.external_id
GROUP BY touched.id;

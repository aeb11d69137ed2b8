-- The orders that this batch speaks of, or that its contested documents do.
SELECT "order" FROM incoming_order WHERE "order" IS NOT NULL
UNION
SELECT known.id
FROM contested_document AS contested
JOIN orders_order AS known
  ON known.channel_id = contested.channel AND known.external_id = contested.external_id;

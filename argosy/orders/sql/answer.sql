-- Tell the batch which order each snapshot belongs to.
UPDATE incoming_order AS incoming
SET "order" = known.id
FROM orders_order AS known
WHERE known.channel_id = incoming.channel AND known.external_id = incoming.external_id;

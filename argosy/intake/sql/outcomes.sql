-- What became of each document of the batch, and which order it speaks of.
SELECT incoming.n, incoming.fate, known.id
FROM incoming_document AS incoming
LEFT JOIN orders_order AS known
  ON known.channel_id = incoming.channel AND known.external_id = incoming.external_id
ORDER BY incoming.n;

-- The orders that these documents speak of.
SELECT known.id
FROM evidence_document AS document
JOIN orders_order AS known ON known.channel_id = document.channel AND known.external_id = document.external_id
WHERE document.id = ANY (%(documents)s);

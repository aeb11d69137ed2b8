-- Every order of the book: whose it is, what became of it, and the money that counts for it now.
SELECT known.id, channel.key, known.external_id, known.shipped_at IS NOT NULL, known.cancelled_at IS NOT NULL,
       coalesce(sold.amount_minor, 0)::bigint
FROM orders_order AS known
JOIN channels_channel AS channel ON channel.id = known.channel_id
LEFT JOIN (
    SELECT document.channel, document.external_id, sum(posting.amount_minor) AS amount_minor
    FROM finance_posting AS posting
    JOIN evidence_document AS document ON document.id = posting.document
    WHERE posting.kind = 'sale'
    GROUP BY document.channel, document.external_id
) AS sold ON sold.channel = known.channel_id AND sold.external_id = known.external_id
WHERE known.withdrawn_at IS NULL;

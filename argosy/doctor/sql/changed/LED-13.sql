-- LED-13 of these orders: a fee is estimated where the contract states a share and nobody the fee; never both.
-- Each is looked up by its key, as in the other files here: hashing whole tables for a rush would grow with the book.
WITH known AS MATERIALIZED (
    SELECT known.document, known.channel_id, known.external_id, document.kind, channel.fee_share
    FROM unnest(%(orders)s::bigint[]) AS given (id)
    CROSS JOIN LATERAL (
        SELECT document, channel_id, external_id FROM orders_order WHERE id = given.id OFFSET 0
    ) AS known
    CROSS JOIN LATERAL (SELECT kind FROM evidence_document WHERE id = known.document OFFSET 0) AS document
    JOIN channels_channel AS channel ON channel.id = known.channel_id
), taken AS MATERIALIZED (
    SELECT known.document, posting.source_row, posting.part,
           coalesce(sum(amount_minor) FILTER (WHERE posting.kind = 'sale'), 0) AS sold_minor,
           coalesce(sum(amount_minor) FILTER (WHERE posting.kind <> 'sale' AND posting.basis = 'computed'), 0)
               AS estimated_minor,
           bool_or(posting.kind <> 'sale' AND posting.basis = 'stated') AS is_stated
    FROM known
    CROSS JOIN LATERAL (
        SELECT * FROM finance_posting WHERE document = known.document AND kind IN ('sale', 'platform_fee') OFFSET 0
    ) AS posting
    GROUP BY known.document, posting.source_row, posting.part
), proven AS (
    SELECT document FROM taken WHERE is_stated
    UNION
    SELECT known.document
    FROM known
    CROSS JOIN LATERAL (
        SELECT id FROM evidence_document AS payment
        WHERE payment.channel = known.channel_id AND payment.reference = known.external_id
          AND payment.reference <> '' AND payment.state = 'applied'
        OFFSET 0
    ) AS payment
    WHERE EXISTS (
        SELECT FROM finance_posting AS fee
        WHERE fee.document = payment.id AND fee.kind = 'platform_fee' AND fee.basis = 'stated' OFFSET 0
    )
)
SELECT taken.document, taken.source_row, taken.sold_minor, taken.estimated_minor, proven.document IS NOT NULL AS is_stated
FROM taken
JOIN known USING (document)
LEFT JOIN proven USING (document)
WHERE (taken.estimated_minor <> 0) <> (
    known.kind = 'order' AND proven.document IS NULL
    AND coalesce(round(taken.sold_minor * known.fee_share), 0) <> 0
)

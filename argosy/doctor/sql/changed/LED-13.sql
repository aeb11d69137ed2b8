-- LED-13 of these orders: a fee is estimated where the contract states a share and nobody the fee; never both.
WITH known AS MATERIALIZED (
    SELECT known.document, known.channel_id, known.external_id, document.kind, channel.fee_share
    FROM unnest(%(orders)s::bigint[]) AS given (id)
    JOIN orders_order AS known ON known.id = given.id
    JOIN evidence_document AS document ON document.id = known.document
    JOIN channels_channel AS channel ON channel.id = known.channel_id
), taken AS (
    SELECT posting.document, posting.source_row, posting.part,
           coalesce(sum(amount_minor) FILTER (WHERE posting.kind = 'sale'), 0) AS sold_minor,
           coalesce(sum(amount_minor) FILTER (WHERE posting.kind = 'platform_fee'), 0) AS estimated_minor
    FROM known
    JOIN finance_posting AS posting ON posting.document = known.document
    WHERE posting.kind = 'sale' OR (posting.kind = 'platform_fee' AND posting.basis = 'computed')
    GROUP BY posting.document, posting.source_row, posting.part
), proven AS (
    SELECT known.document
    FROM known
    JOIN finance_posting AS fee
      ON fee.document = known.document AND fee.kind = 'platform_fee' AND fee.basis = 'stated'
    UNION
    SELECT known.document
    FROM known
    JOIN evidence_document AS payment
      ON payment.channel = known.channel_id AND payment.reference = known.external_id AND payment.reference <> ''
     AND payment.state = 'applied'
    JOIN finance_posting AS fee
      ON fee.document = payment.id AND fee.kind = 'platform_fee' AND fee.basis = 'stated'
)
SELECT taken.document, taken.source_row, taken.sold_minor, taken.estimated_minor, proven.document IS NOT NULL AS is_stated
FROM taken
JOIN known USING (document)
LEFT JOIN proven USING (document)
WHERE (taken.estimated_minor <> 0) <> (
    known.kind = 'order' AND proven.document IS NULL
    AND coalesce(round(taken.sold_minor * known.fee_share), 0) <> 0
)

-- LED-13 [error] A platform's fee is estimated where its contract states a share and nobody the fee; never both.
WITH taken AS (
    SELECT document, source_row, part, min(channel) AS channel,
           coalesce(sum(amount_minor) FILTER (WHERE kind = 'sale'), 0) AS sold_minor,
           coalesce(sum(amount_minor) FILTER (WHERE kind = 'platform_fee'), 0) AS estimated_minor
    FROM finance_posting
    WHERE (kind = 'sale' AND channel IN (SELECT id FROM channels_channel WHERE fee_share IS NOT NULL))
       OR (kind = 'platform_fee' AND basis = 'computed')
    GROUP BY document, source_row, part
), stated AS MATERIALIZED (
    SELECT DISTINCT document FROM finance_posting WHERE kind = 'platform_fee' AND basis = 'stated'
), proven AS MATERIALIZED (
    SELECT document AS id FROM stated
    UNION
    SELECT told.id
    FROM stated
    JOIN evidence_document AS payment ON payment.id = stated.document AND payment.reference <> ''
     AND payment.state = 'applied'
    JOIN evidence_document AS told ON told.channel = payment.channel AND told.external_id = payment.reference
), spared AS (
    -- Documents of which no fee is estimated, whatever they sell.
    SELECT id FROM proven
    UNION
    SELECT id FROM evidence_document WHERE kind <> 'order'
)
SELECT taken.document, taken.source_row, taken.sold_minor, taken.estimated_minor,
       taken.document IN (SELECT id FROM proven) AS is_stated
FROM taken
JOIN channels_channel AS channel ON channel.id = taken.channel
LEFT JOIN spared ON spared.id = taken.document
WHERE (taken.estimated_minor <> 0) <> (
    spared.id IS NULL AND coalesce(round(taken.sold_minor * channel.fee_share), 0) <> 0
)

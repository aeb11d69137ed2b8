-- Ask for the platform's share of every standing sale of these documents, as the channel's contract states it,
-- until a document of the order itself or a settlement states the fee: then the estimate is reversed.
-- Where what was posted before differs: first the reversal of what stood, then the new statement.
WITH spoken AS (
    SELECT document.id, document.channel, channel.fee_share,
           EXISTS (
               SELECT FROM finance_posting AS fee
               WHERE fee.document = document.id AND fee.kind = 'platform_fee' AND fee.basis = 'stated'
           ) OR EXISTS (
               SELECT FROM evidence_document AS payment
               JOIN finance_posting AS fee
                 ON fee.document = payment.id AND fee.kind = 'platform_fee' AND fee.basis = 'stated'
               WHERE payment.channel = document.channel AND payment.reference = document.external_id
                 AND payment.reference <> '' AND payment.state = 'applied'
           ) AS is_proven
    FROM evidence_document AS document
    JOIN channels_channel AS channel ON channel.id = document.channel
    WHERE document.id = ANY (%(documents)s) AND document.kind = 'order'
      AND (channel.fee_share IS NOT NULL OR EXISTS (
          SELECT FROM finance_posting AS estimate
          WHERE estimate.document = document.id AND estimate.kind = 'platform_fee' AND estimate.basis = 'computed'
      ))
), last AS (
    SELECT DISTINCT ON (document, source_row, part, kind) posting.*
    FROM finance_posting AS posting
    WHERE document IN (SELECT id FROM spoken)
      AND (kind = 'sale' OR (kind = 'platform_fee' AND basis = 'computed'))
    ORDER BY document, source_row, part, kind, revision DESC
), wanted AS (
    SELECT last.*, -round(last.amount_minor * spoken.fee_share)::bigint AS fee_minor
    FROM last
    JOIN spoken ON spoken.id = last.document
    WHERE last.kind = 'sale' AND last.reverses IS NULL AND spoken.fee_share IS NOT NULL
      AND NOT spoken.is_proven AND round(last.amount_minor * spoken.fee_share) <> 0
), standing AS (
    SELECT * FROM last WHERE kind = 'platform_fee'
), reversed AS (
    INSERT INTO incoming_posting
        (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
         currency, base, base_minor, rate, rate_source, rate_date, priced, day,
         document, source_row, part, revision, reverses, occurred_at)
    SELECT standing.entity, standing.channel, standing.mode, standing.market, standing.listing, standing.sku,
           standing.order_line, standing.kind, standing.layer, standing.basis, standing.certainty, -standing.units,
           -standing.amount_minor, standing.currency, standing.currency, -standing.base_minor, standing.rate,
           standing.rate_source, standing.rate_date, true, standing.day, standing.document,
           standing.source_row, standing.part, standing.revision + 1, standing.id, standing.occurred_at
    FROM standing
    LEFT JOIN wanted USING (document, source_row, part)
    WHERE standing.reverses IS NULL AND standing.amount_minor IS DISTINCT FROM wanted.fee_minor
)
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, day, document, source_row, part, revision, occurred_at)
SELECT wanted.entity, wanted.channel, wanted.mode, wanted.market, wanted.listing, wanted.sku, wanted.order_line,
       'platform_fee', 'selling', 'computed', 'estimate', 0, wanted.fee_minor, wanted.currency, entity.currency,
       wanted.day, wanted.document, wanted.source_row, wanted.part,
       CASE WHEN standing.id IS NULL THEN 0
            WHEN standing.reverses IS NULL THEN standing.revision + 2
            ELSE standing.revision + 1 END,
       wanted.occurred_at
FROM wanted
JOIN company_entity AS entity ON entity.id = wanted.entity
LEFT JOIN standing USING (document, source_row, part)
WHERE standing.id IS NULL OR standing.reverses IS NOT NULL OR standing.amount_minor <> wanted.fee_minor;

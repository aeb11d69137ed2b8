-- Ask for a new statement of every posting whose value in the base currency was unknown and whose rate is
-- now known: its reversal, and the same again with the rate.
WITH unpriced AS (
    SELECT DISTINCT ON (posting.document, posting.source_row, posting.part, posting.kind)
           posting.*, entity.currency AS base
    FROM finance_posting AS posting
    JOIN company_entity AS entity ON entity.id = posting.entity
    WHERE (posting.document, posting.source_row, posting.part, posting.kind) IN (
        SELECT document, source_row, part, kind FROM finance_posting
        WHERE base_minor IS NULL AND reverses IS NULL AND currency = %(currency)s
    )
    ORDER BY posting.document, posting.source_row, posting.part, posting.kind, posting.revision DESC
), due AS (
    SELECT unpriced.* FROM unpriced
    WHERE unpriced.base_minor IS NULL AND unpriced.reverses IS NULL AND unpriced.base = %(base)s
      AND EXISTS (SELECT FROM finance_dayrate AS rate
                  WHERE rate.currency = unpriced.currency AND rate.base = unpriced.base AND rate.day = unpriced.day)
), reversed AS (
    INSERT INTO incoming_posting
        (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
         currency, base, priced, day, document, source_row, part, revision, reverses, occurred_at)
    SELECT entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, -units, -amount_minor,
           currency, base, true, day, document, source_row, part, revision + 1, id, occurred_at
    FROM due
)
INSERT INTO incoming_posting
    (entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
     currency, base, day, document, source_row, part, revision, occurred_at)
SELECT entity, channel, mode, market, listing, sku, order_line, kind, layer, basis, certainty, units, amount_minor,
       currency, base, day, document, source_row, part, revision + 2, occurred_at
FROM due;

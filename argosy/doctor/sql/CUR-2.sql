-- CUR-2 [error] A standing posting's worth is unknown only where no rate of its day is known.
SELECT posting.currency, entity.currency AS base, posting.day, count(*) AS postings, min(posting.id) AS posting
FROM finance_posting AS posting
JOIN company_entity AS entity ON entity.id = posting.entity
WHERE posting.base_minor IS NULL AND posting.reverses IS NULL
  AND (posting.currency = entity.currency
       OR EXISTS (SELECT FROM finance_dayrate AS rate
                  WHERE rate.currency = posting.currency AND rate.base = entity.currency
                    AND rate.day = posting.day))
  AND NOT EXISTS (
      SELECT FROM finance_posting AS later
      WHERE later.document = posting.document AND later.source_row = posting.source_row
        AND later.part = posting.part AND later.kind = posting.kind
        AND later.revision = posting.revision + 1
  )
GROUP BY posting.currency, entity.currency, posting.day

-- Days on which standing postings have an unknown worth, and into which currency it was wanted.
SELECT posting.currency, entity.currency, posting.day, count(*)
FROM finance_posting AS posting
JOIN company_entity AS entity ON entity.id = posting.entity
WHERE posting.base_minor IS NULL AND posting.reverses IS NULL AND posting.currency <> entity.currency
  AND NOT EXISTS (
      SELECT FROM finance_posting AS later
      WHERE later.document = posting.document AND later.source_row = posting.source_row
        AND later.part = posting.part AND later.kind = posting.kind
        AND later.revision = posting.revision + 1
  )
GROUP BY posting.currency, entity.currency, posting.day
ORDER BY posting.currency, entity.currency, posting.day

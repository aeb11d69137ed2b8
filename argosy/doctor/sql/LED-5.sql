-- LED-5 [critical] Postings are only ever added: a reversal is the exact negative of what it reverses.
-- Revisions of a row run without a gap; every odd one reverses the one before it.
SELECT posting.id AS posting, posting.document, posting.source_row, posting.kind, posting.revision
FROM finance_posting AS posting
LEFT JOIN finance_posting AS before
  ON before.document = posting.document AND before.source_row = posting.source_row
 AND before.part = posting.part AND before.kind = posting.kind AND before.revision = posting.revision - 1
WHERE (posting.revision <> 0 OR posting.reverses IS NOT NULL)
  AND (posting.revision < 1 OR before.id IS NULL
       OR (posting.reverses IS NOT NULL) <> (posting.revision %% 2 = 1)
       OR (posting.reverses IS NOT NULL AND (
           posting.reverses <> before.id
           OR (posting.amount_minor, posting.units) <> (-before.amount_minor, -before.units)
           OR (posting.base_minor, posting.rate) IS DISTINCT FROM (-before.base_minor, before.rate)
           OR (posting.entity, posting.channel, posting.mode, posting.market, posting.layer, posting.basis,
               posting.currency, posting.day)
              <> (before.entity, before.channel, before.mode, before.market, before.layer, before.basis,
                  before.currency, before.day)
           OR (posting.sku, posting.listing, posting.order_line)
              IS DISTINCT FROM (before.sku, before.listing, before.order_line))))

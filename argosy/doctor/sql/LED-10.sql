-- LED-10 [error] A standing posting is of the SKU that its listing is mapped to.
WITH differing AS MATERIALIZED (
    SELECT posting.*
    FROM finance_posting AS posting
    JOIN channels_listing AS listing ON listing.id = posting.listing
    WHERE posting.sku IS DISTINCT FROM listing.sku_id AND posting.reverses IS NULL
)
SELECT id AS posting, listing, sku
FROM differing
WHERE NOT EXISTS (
    SELECT FROM finance_posting AS later
    WHERE later.document = differing.document AND later.source_row = differing.source_row
      AND later.part = differing.part AND later.kind = differing.kind
      AND later.revision = differing.revision + 1
)

-- Rows become documents: rows of one number belong together wherever they stand in the file. What a
-- document says is hashed over its rows' content in an order of their own, so that neither the file's
-- order nor its format matters; lines repeated within a file are real and count in the hash.
CREATE TEMP TABLE stage_document AS
SELECT row_number() OVER (ORDER BY min(row_no))::int AS n,
       doc_key AS external_id,
       min(doc_type) AS kind,
       sha256(convert_to(
           string_agg(content, E'\x1e' ORDER BY content COLLATE "C") FILTER (WHERE part = 0), 'UTF8'
       )) AS digest,
       array_agg(row_no ORDER BY row_no) FILTER (WHERE part = 0) AS row_numbers,
       greatest(max(occurred_at), max(placed_at), max(paid_at), max(shipped_at), max(cancelled_at),
                max(changed_at)) AS as_of,
       coalesce(min(occurred_at), min(placed_at)) AS occurred_at,
       min(placed_at) AS placed_at, min(paid_at) AS paid_at, max(changed_at) AS changed_at,
       min(shipped_at) AS shipped_at, min(cancelled_at) AS cancelled_at,
       min(customer COLLATE "C") AS customer, min(country COLLATE "C") AS country,
       min(market COLLATE "C") AS market, min(currency) AS currency,
       min(reference COLLATE "C") AS reference, min(recipient COLLATE "C") AS recipient
FROM stage_part
WHERE doc_key IS NOT NULL
  AND doc_key NOT IN (SELECT doc_key FROM stage_problem WHERE doc_key IS NOT NULL)
GROUP BY doc_key;

-- What the documents that only this run brought have done.
WITH own AS (
    SELECT document.id FROM evidence_document AS document
    WHERE document.run = %(run)s AND document.state <> 'undone'
      AND NOT EXISTS (SELECT FROM evidence_sighting AS seen
                      WHERE seen.document_id = document.id AND seen.run <> %(run)s)
)
SELECT (SELECT count(*) FROM orders_order WHERE document IN (SELECT id FROM own) AND withdrawn_at IS NULL),
       (SELECT coalesce(sum(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END), 0)
        FROM finance_posting WHERE document IN (SELECT id FROM own)),
       (SELECT coalesce(sum(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END), 0)
        FROM inventory_move WHERE document IN (SELECT id FROM own));

-- The good rows of documents that have a bad one: half an order is no order.
SELECT DISTINCT row_no, doc_key FROM stage_part
WHERE doc_key IN (SELECT doc_key FROM stage_problem WHERE doc_key IS NOT NULL)
ORDER BY row_no;

-- What could not be read, in the file's order.
SELECT row_no, doc_key, field, code, value FROM stage_problem ORDER BY row_no, field;

-- Which sale each credited unit undoes.
INSERT INTO orders_creditmatch (credit_line_id, sale_line_id, quantity)
SELECT * FROM unnest(%(credits)s::bigint[], %(sales)s::bigint[], %(quantities)s::int[]);

-- How many lines of goods the fresh documents have, and how many others.
SELECT count(*) FILTER (WHERE class.goods), count(*) FILTER (WHERE NOT class.goods)
FROM batch_line AS line JOIN line_class AS class ON class.key = line.line_class;

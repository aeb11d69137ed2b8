-- What the fresh lines are, class by class.
SELECT line.line_class, coalesce(class.kind, ''), line.currency, count(*), sum(line.amount_minor)
FROM batch_line AS line JOIN line_class AS class ON class.key = line.line_class
GROUP BY line.line_class, class.kind, line.currency;

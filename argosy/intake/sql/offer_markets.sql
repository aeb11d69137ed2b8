-- The source's names of countries, behind the code or, where none fits, behind themselves.
INSERT INTO incoming_market (channel, market, label)
SELECT DISTINCT %(channel)s::bigint, left(coalesce(line.market, line.country), 40), left(line.country, 80)
FROM batch_line AS line
WHERE line.country IS NOT NULL;

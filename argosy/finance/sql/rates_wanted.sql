-- Which currencies the batch has to turn into which, and over which days.
SELECT currency, base, min(day), max(day)
FROM incoming_posting
WHERE NOT priced AND currency <> base
GROUP BY currency, base;

-- List those that share a stock with others, in units of that stock.
INSERT INTO incoming_pace
SELECT nth, pool, min(offered.bound) OVER (PARTITION BY pool), pool_available, rate * takes, dispersion * takes, lag_s,
       showing * takes, arriving_s, meanwhile * takes, recent * takes
FROM incoming_look AS look JOIN incoming_offered AS offered ON offered.listing = look.listing
WHERE pool IS NOT NULL

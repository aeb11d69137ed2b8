-- Stocks of which more is shown than there is, or may be, and who shows it: in units of the stock.
WITH shown AS (
    SELECT look.*, offered.place, offered.lag_s,
           sum(look.takes * (look.showing + coalesce(look.meanwhile, 0))) OVER (PARTITION BY look.pool) AS in_all
    FROM incoming_look AS look JOIN incoming_offered AS offered ON offered.listing = look.listing
    WHERE look.pool IS NOT NULL
)
SELECT sku, place, pool_available, rate * takes, dispersion * takes, lag_s, showing * takes, arriving_s,
       meanwhile * takes, recent * takes
FROM shown
WHERE in_all > pool_available AND (showing > 0 OR coalesce(meanwhile, 0) > 0)
ORDER BY nth;

-- Those that share a stock with others, in units of that stock, as channels/pool wants them.
SELECT look.nth, look.pool, look.pool_available, look.rate * look.takes, look.dispersion * look.takes, offered.lag_s,
       look.showing * look.takes, look.arriving_s, look.meanwhile * look.takes, look.recent * look.takes,
       offered.bound, offered.priority
FROM incoming_look AS look JOIN incoming_offered AS offered ON offered.listing = look.listing
WHERE look.pool IS NOT NULL
ORDER BY look.nth;

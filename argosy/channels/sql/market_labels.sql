-- Every name that sources use of a market.
SELECT market, array_agg(DISTINCT label ORDER BY label) FROM channels_marketlabel GROUP BY market;

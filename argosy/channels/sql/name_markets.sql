-- Keep the source's own name of each market.
INSERT INTO channels_marketlabel (channel_id, market, label)
SELECT channel, market, label FROM incoming_market
ORDER BY channel, market, label
ON CONFLICT DO NOTHING;

-- The platforms' own SKUs and names of markets, as they arrive.
CREATE TEMP TABLE IF NOT EXISTS incoming_listing (
    channel bigint NOT NULL,
    platform_sku text NOT NULL,
    title text NOT NULL,
    as_of timestamptz NOT NULL,
    listing bigint,                  -- answered
    sku bigint,                      -- answered; null while nobody knows which of ours it is
    PRIMARY KEY (channel, platform_sku)
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS incoming_market (
    channel bigint NOT NULL,
    market text NOT NULL,
    label text NOT NULL,
    PRIMARY KEY (channel, market, label)
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_listing;
DELETE FROM incoming_market;

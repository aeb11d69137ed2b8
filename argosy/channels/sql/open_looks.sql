-- Listings whose quantity is to be decided, or that bear on it, each with the policy that holds for it.
CREATE TEMP TABLE IF NOT EXISTS incoming_offered (
    listing bigint PRIMARY KEY,
    sold bigint NOT NULL,            -- its SKU
    channel bigint NOT NULL,
    place bigint,
    is_asked boolean NOT NULL,       -- to be decided now
    is_strict boolean NOT NULL,
    by_policy boolean NOT NULL,      -- strict because a policy says so
    is_barred boolean NOT NULL,      -- another channel has its SKU, or a part of it, to itself
    buffer integer, cap integer, floor integer, share numeric, priority integer, bound float8 NOT NULL,
    lag_s float8 NOT NULL
) ON COMMIT DELETE ROWS;
-- What each of them draws on: a row for each SKU that it takes.
CREATE TEMP TABLE IF NOT EXISTS incoming_look (
    nth bigint NOT NULL,
    listing bigint NOT NULL,
    pool bigint,                     -- those that share one SKU's stock at one place; null: it shares none
    sku bigint NOT NULL,
    takes integer NOT NULL,
    available bigint,                -- units free to sell; of a strict lease its unsold ones; null: unknown
    pool_available bigint,           -- the same, less what listings that left the pool may sell still
    current integer,                 -- what it shows as far as we know; null: nobody ever said
    is_new boolean NOT NULL,
    showing integer NOT NULL,
    arriving_s float8 NOT NULL,
    meanwhile integer,
    rate float8, dispersion float8, recent float8 NOT NULL,
    ceiling integer
) ON COMMIT DELETE ROWS;
-- Those of them that share a stock with others, in units of that stock: what channels/pool reads.
CREATE TEMP TABLE IF NOT EXISTS incoming_pace (
    nth bigint NOT NULL,
    pool bigint NOT NULL,
    bound float8 NOT NULL,           -- of the pool: its members' smallest
    available bigint NOT NULL,
    rate float8, dispersion float8,
    lag_s float8 NOT NULL,
    showing bigint,                  -- null: any quantity
    arriving_s float8 NOT NULL,
    meanwhile bigint,
    recent float8 NOT NULL
) ON COMMIT DELETE ROWS;
-- What each of these may show: what channels/pool answers.
CREATE TEMP TABLE IF NOT EXISTS incoming_offer (
    nth bigint NOT NULL,
    quantity bigint NOT NULL,
    flight bigint NOT NULL,
    is_pooled boolean NOT NULL,
    is_last boolean NOT NULL         -- others come first, because little is left
) ON COMMIT DELETE ROWS;
-- A transaction may look several times.
DELETE FROM incoming_offered;
DELETE FROM incoming_look;
DELETE FROM incoming_pace;
DELETE FROM incoming_offer;

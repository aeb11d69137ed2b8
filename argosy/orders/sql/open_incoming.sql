-- Snapshots of orders and their lines of goods, as documents state them.
CREATE TEMP TABLE IF NOT EXISTS incoming_order (
    document bigint PRIMARY KEY,
    entity bigint NOT NULL,
    channel bigint NOT NULL,
    external_id text NOT NULL,
    kind text NOT NULL,
    customer bigint,
    currency text NOT NULL,
    market text NOT NULL,
    country_label text NOT NULL,
    placed_at timestamptz NOT NULL,
    paid_at timestamptz,
    changed_at timestamptz,
    shipped_at timestamptz,
    cancelled_at timestamptz,
    refunded_at timestamptz,
    total_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL,
    units bigint NOT NULL,
    recipient jsonb,
    promised_until timestamptz,      -- by when it must leave; null: nothing was promised
    wins boolean NOT NULL,           -- whether this snapshot's lines are to count
    "order" bigint                   -- answered
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS incoming_order_line (
    id bigint NOT NULL DEFAULT nextval('orders_line_id_seq'),
    document bigint NOT NULL,
    source_row integer NOT NULL,
    part smallint NOT NULL,
    kind text NOT NULL,
    listing bigint,
    sku bigint,
    quantity integer NOT NULL,
    unit_price numeric NOT NULL,
    amount_minor bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (document, source_row, part)
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_order;
DELETE FROM incoming_order_line;

-- One batch of documents and their lines, as book() takes them.
CREATE TEMP TABLE IF NOT EXISTS batch_document (
    n integer PRIMARY KEY,
    external_id text NOT NULL,
    kind text NOT NULL,              -- order, credit, adjustment, transaction
    digest bytea NOT NULL,
    row_numbers integer[] NOT NULL,
    as_of timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    placed_at timestamptz,
    paid_at timestamptz,
    changed_at timestamptz,
    shipped_at timestamptz,
    cancelled_at timestamptz,
    customer text,
    country text,
    market text,
    currency text NOT NULL,
    reference text,
    recipient text
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS batch_line (
    n integer NOT NULL,
    row_no integer NOT NULL,
    part smallint NOT NULL,
    line_class text NOT NULL,
    sku text,
    title text,
    quantity integer,
    unit_price numeric,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    country text,
    market text,
    occurred_at timestamptz NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS line_class (
    key text PRIMARY KEY,
    kind text,                       -- of the posting; null: no money
    layer text,
    goods boolean NOT NULL,          -- a line of the order
    makes_order boolean NOT NULL,    -- a document with one of these is an order
    stock text                       -- ship, return, write_off, find
);
-- A transaction may hold several batches.
DELETE FROM batch_document;
DELETE FROM batch_line;

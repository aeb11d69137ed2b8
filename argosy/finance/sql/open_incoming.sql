-- Postings that a batch asks for, in transaction currency.
CREATE TEMP TABLE IF NOT EXISTS incoming_posting (
    entity bigint NOT NULL,
    channel bigint NOT NULL,
    mode text NOT NULL,
    market text NOT NULL,
    listing bigint,
    sku bigint,
    order_line bigint,
    kind text NOT NULL,
    layer text NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    units integer NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    base text NOT NULL,              -- the entity's currency
    base_minor bigint,               -- filled by the pricing step, or copied by a reversal
    rate numeric,
    rate_source text NOT NULL DEFAULT '',
    rate_date date,
    priced boolean NOT NULL DEFAULT false,
    day date NOT NULL,
    document bigint NOT NULL,
    source_row integer NOT NULL,
    part smallint NOT NULL,
    revision smallint NOT NULL DEFAULT 0,
    reverses bigint,
    occurred_at timestamptz NOT NULL
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_posting;

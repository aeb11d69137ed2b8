-- Moves that a batch asks for.
CREATE TEMP TABLE IF NOT EXISTS incoming_move (
    entity bigint NOT NULL,
    sku bigint NOT NULL,
    origin bigint NOT NULL,
    target bigint NOT NULL,
    quantity integer NOT NULL,
    reason text NOT NULL,
    document bigint,
    source_row integer,
    holder bigint,
    reverses bigint,
    occurred_at timestamptz NOT NULL
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_move;

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
    occurred_at timestamptz NOT NULL,
    claim text,                      -- the holder it leaves for, whose promise it uses up
    promised boolean NOT NULL DEFAULT false  -- answered: it comes out of that promise
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_move;

-- What arrives waits here, in this session only, until evidence has said what it knows of it.
CREATE TEMP TABLE IF NOT EXISTS incoming_document (
    n integer PRIMARY KEY,           -- the caller's number of the document within the batch
    channel bigint NOT NULL,
    kind text NOT NULL,
    external_id text NOT NULL,
    digest bytea NOT NULL,
    file bigint NOT NULL,
    row_numbers integer[] NOT NULL,
    run bigint NOT NULL,
    as_of timestamptz NOT NULL,
    reference text NOT NULL DEFAULT '',
    document bigint,                 -- answered: its record
    fate text                        -- answered: new, known, changed (a snapshot of an order known otherwise), again (this run's own, before it was interrupted)
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS contested_document (
    document bigint PRIMARY KEY,     -- one that shares its channel and external id with others
    channel bigint NOT NULL,
    external_id text NOT NULL,
    wins boolean NOT NULL            -- whether it is the snapshot that speaks from now on
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_document;
DELETE FROM contested_document;

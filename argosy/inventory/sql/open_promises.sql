-- What each holder is to have; filled by a caller, turned into what is missing by the service.
CREATE TEMP TABLE IF NOT EXISTS incoming_promise (
    holder text NOT NULL,
    sku bigint NOT NULL,
    place bigint NOT NULL,           -- where it is taken from; what stands elsewhere counts too
    entity bigint NOT NULL,
    quantity integer NOT NULL,       -- units in all; 0: nothing any more
    claimant text NOT NULL DEFAULT '',
    seq bigint NOT NULL,             -- first come, first served
    promised_until timestamptz,
    expires_at timestamptz
) ON COMMIT DELETE ROWS;
-- A transaction may hold several batches.
DELETE FROM incoming_promise;

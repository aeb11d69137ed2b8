-- Where a batch waits.
CREATE TEMP TABLE lean_stage (external_id text, placed_at timestamptz, sku bigint, quantity int, unit_minor bigint);

-- A whole file on its way in: this session's own, on disk rather than in memory, gone with the session.
DROP TABLE IF EXISTS stage_part, stage_problem, stage_document, stage_line;
CREATE TEMP TABLE stage_part (
    row_no integer NOT NULL,
    part smallint NOT NULL,
    doc_key text,
    doc_type text,
    content text,
    line_class text,
    sku text,
    title text,
    quantity bigint,
    unit_price numeric,
    amount numeric,
    currency text,
    occurred_at timestamptz,
    placed_at timestamptz,
    paid_at timestamptz,
    shipped_at timestamptz,
    cancelled_at timestamptz,
    changed_at timestamptz,
    customer text,
    country text,
    market text,
    recipient text,
    reference text,
    settlement text
);
CREATE TEMP TABLE stage_problem (
    row_no integer NOT NULL,
    doc_key text,
    field text NOT NULL,
    code text NOT NULL,
    value text
);

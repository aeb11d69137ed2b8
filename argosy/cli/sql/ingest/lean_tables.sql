-- What a hand would make for orders, lines and stock alone: keys, references and the rule that stock keeps.
CREATE TABLE lean_channel (id bigint PRIMARY KEY);
CREATE TABLE lean_level (
    sku_id bigint PRIMARY KEY,
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL DEFAULT 0,
    CHECK (reserved >= 0 AND reserved <= on_hand)
);
CREATE TABLE lean_order (
    id bigserial PRIMARY KEY,
    channel_id bigint NOT NULL REFERENCES lean_channel,
    external_id text NOT NULL,
    placed_at timestamptz NOT NULL,
    currency char(3) NOT NULL,
    total_minor bigint NOT NULL,
    UNIQUE (channel_id, external_id)
);
CREATE TABLE lean_line (
    id bigserial PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES lean_order,
    sku_id bigint NOT NULL REFERENCES lean_level,
    quantity integer NOT NULL,
    unit_minor bigint NOT NULL
);
INSERT INTO lean_channel VALUES (1);
INSERT INTO lean_level SELECT sku, 1000000000, 0 FROM generate_series(1, 1000) AS sku;

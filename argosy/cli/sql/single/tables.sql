-- The least that one order needs: itself, its lines, what is promised of which stock.
CREATE TABLE single_level (
    sku_id bigint PRIMARY KEY,
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL DEFAULT 0,
    CHECK (reserved <= on_hand)
);
CREATE TABLE single_order (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel_id bigint NOT NULL,
    external_id text NOT NULL,
    placed_at timestamptz NOT NULL,
    UNIQUE (channel_id, external_id)
);
CREATE TABLE single_line (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES single_order (id),
    sku_id bigint NOT NULL,
    quantity int NOT NULL,
    price_minor bigint NOT NULL
);
INSERT INTO single_level (sku_id, on_hand) SELECT n, 1000000 FROM generate_series(1, 1000) AS n;

-- Others were told of a SKU that does not exist.
INSERT INTO sync_toldstock (sku, on_hand, reserved, leased, told_at) VALUES (0, 0, 0, 0, %(now)s)

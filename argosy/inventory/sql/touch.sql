-- Say that the stock of these SKUs has changed.
INSERT INTO inventory_touch (skus, touched_at) VALUES (%(skus)s, %(now)s);

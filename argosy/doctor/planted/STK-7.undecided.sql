-- Stock was touched an hour ago and nobody has decided on what is shown of it.
INSERT INTO inventory_touch (skus, touched_at)
SELECT ARRAY[sku_id], %(now)s::timestamptz - interval '1 hour' FROM inventory_level WHERE place_id = %(place)s LIMIT 1

-- Lock the levels of an order in SKU order, so that two orders never deadlock.
SELECT sku_id FROM single_level WHERE sku_id = ANY(%(skus)s) ORDER BY sku_id FOR UPDATE

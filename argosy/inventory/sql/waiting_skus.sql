-- Of these SKUs, those of which units are owed to somebody.
SELECT DISTINCT sku_id FROM inventory_backorder WHERE state = 'open' AND sku_id = ANY (%(skus)s);

-- Units are reserved of a SKU that does not exist.
UPDATE inventory_reservation SET sku_id = 0 WHERE holder = 'cart:doctor'

-- A cost is stated of a SKU that does not exist.
UPDATE finance_unitcost SET sku = 0 WHERE sku = (SELECT id FROM catalogue_sku WHERE code = 'DOCTOR-CUP')

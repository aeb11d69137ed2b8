-- A kit has lost its components.
DELETE FROM catalogue_component WHERE kit_id = (SELECT id FROM catalogue_sku WHERE code = 'DOCTOR-SET')

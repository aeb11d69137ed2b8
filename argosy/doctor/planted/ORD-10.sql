-- A listing was mapped to another SKU, and its lines were not told.
UPDATE channels_listing SET sku_id = (SELECT id FROM catalogue_sku WHERE code = 'DOCTOR-TRAY')
WHERE channel_id = %(channel)s AND platform_sku = 'DOCTOR-CUP'
